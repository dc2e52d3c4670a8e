using System.Net;
using System.Net.Sockets;
using Weir.Cli;
using Weir.Cli.Doctor;
using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Feeds;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_new_directory_is_well()
    {
        var run = await Run();
        Assert.DoesNotContain("BROKEN", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.False(Directory.Exists(_directory.File("data")));
    }

    [Fact]
    public async Task Every_mistyped_setting_is_named()
    {
        Directory.CreateDirectory(_directory.File("data"));
        _directory.Write("data/weir.json", """{"Server":{"MaxItems":"many"},"Keeping":{"Models":"-1"},"Srever":{"Urls":"x"}}""");
        var run = await Run();
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        foreach (var name in (string[])["MaxItems", "Keeping:Models", "Srever:Urls"]) Assert.Contains(Broken(run), line => line.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_database_is_told_with_the_way_out()
    {
        Directory.CreateDirectory(_directory.File("data"));
        _directory.Write("data/weir.db", new string('x', 9000));
        var run = await Run();
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("weir restore FILE --force", Assert.Single(Broken(run)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_champion_is_broken_and_a_missing_older_one_a_warning()
    {
        using (var store = WeirStore.Open(_directory.File("data"), TimeProvider.System))
        {
            var older = new ModelRegistry(store).Register(SomeModel.Trained.File, new ModelOrigin("import", "a"), "test");
            store.Models.Promote(older.Version, "test", "test");
            store.Models.Promote(Pipeline.Keeping.SomeStore.Model(store, "toy").Version, "test", "test");
            Assert.Contains("toy", Assert.Single(Broken(await Run())), StringComparison.Ordinal);
            store.Models.Rollback("test", "test");
            Assert.Empty(Broken(await Run()));
            File.Delete(_directory.File("data/" + older.File));
        }

        Assert.Contains("is missing; put it back, or roll back to another version", Assert.Single(Broken(await Run())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_behind_the_newest_row_is_told()
    {
        var ahead = new FakeTime();
        ahead.Advance(TimeSpan.FromDays(36500));
        using (var store = WeirStore.Open(_directory.File("data"), ahead)) store.Settings.Set("a", "1", "test");
        Assert.Contains("set the clock (NTP)", Assert.Single(Broken(await Run())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_altered_audit_log_is_told()
    {
        using (var store = WeirStore.Open(_directory.File("data"), TimeProvider.System)) store.Settings.Set("a", "secret-mark", "test");
        var file = _directory.File("data/weir.db");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var at = bytes.AsSpan().LastIndexOf("secret-mark"u8);
        for (; at >= 0; at = bytes.AsSpan().LastIndexOf("secret-mark"u8)) bytes[at] = (byte)'X';
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        Assert.Contains("Entry 1 was altered", Assert.Single(Broken(await Run())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_told_and_can_be_read()
    {
        using var disk = new SmallDisk(8);
        using (var store = WeirStore.Open(disk.File("data"), TimeProvider.System)) store.Settings.Set("a", "1", "test");
        disk.MakeReadOnly();
        var run = await CommandRun.Of("doctor", "--data", disk.File("data"));
        Assert.Contains("cannot be written", Broken(run)[0], StringComparison.Ordinal);
        foreach (var command in (string[])["status", "feeds", "models", "lists"])
            Assert.Equal((command, 0, ""), (command, (await CommandRun.Of(command, "--data", disk.File("data"))) is var read ? read.ExitCode : 9, read.Error));
        var refused = await CommandRun.Of("lists", "add", "block", "bad.example", "--data", disk.File("data"));
        Assert.Contains("cannot be written; make the file and its directory writable", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_another_program_is_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var found = PortCheck.RunAsync([$"http://127.0.0.1:{port}"], TestContext.Current.CancellationToken);
        using (var caller = await other.AcceptTcpClientAsync(TestContext.Current.CancellationToken)) caller.Close();
        var diagnosis = Assert.Single(await found);
        Assert.Equal(Health.Broken, diagnosis.Health);
        Assert.Contains("is in use by another program; choose another address with --urls", diagnosis.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_a_feed_needs_and_that_is_missing_is_told()
    {
        var settings = new Dictionary<string, string> { ["Feeds:pages:Browser"] = "true", ["Feeds:mirror:Kind"] = "rsync", ["Feeds:plain:Url"] = "http://x.test/" };
        var found = ProgramCheck.Run(settings, program => program == "rsync").ToList();
        Assert.Equal([Health.Ok, Health.Broken], found.Select(diagnosis => diagnosis.Health));
        Assert.Contains("chromium, which is not installed", found[1].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_that_keeps_failing_is_told_with_its_last_answer()
    {
        using (var store = WeirStore.Open(_directory.File("data"), TimeProvider.System))
        {
            for (var i = 0; i < 3; i++)
            {
                var fetch = store.Feeds.Begin("list");
                store.Feeds.Finish(fetch, new FeedBatch { Statements = [], Counts = new FetchCounts() }, FetchOutcomes.Failed, "the server answered 500.", TimeProvider.System.GetUtcNow());
            }
        }

        var run = await Run();
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("warning  feeds      list has failed 3 times in a row: the server answered 500.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_that_cannot_be_sent_are_told_with_the_reason()
    {
        using (var store = WeirStore.Open(_directory.File("data"), TimeProvider.System))
        {
            var settings = AlertSettings.From(new Dictionary<string, string> { ["Alerts:Webhook:Url"] = "http://127.0.0.1:1/" }, []);
            new AlertLog(store, settings).Raise([new Finding(FindingKind.Keeping, FindingLevel.Critical, "disk", "The disk is nearly full.")]);
            foreach (var channel in store.Alerts.Outbox.Channels()) store.Alerts.Outbox.MarkFailed(channel.Name, "nobody answers there.", TimeProvider.System.GetUtcNow());
            Assert.NotEmpty(store.Alerts.Outbox.Channels());
        }

        Assert.Contains("1 time in a row: nobody answers there.", (await Run()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_nearly_full_is_told()
    {
        using var disk = new SmallDisk(4);
        var found = DirectoryCheck.Run(disk.Path).Single(diagnosis => diagnosis.Area == "disk");
        Assert.Equal(Health.Broken, found.Health);
        Assert.Contains("free some space", found.Sentence, StringComparison.Ordinal);
    }

    // Ports of this machine may be taken by anyone.
    private static List<string> Broken(CommandRun run) =>
        [.. run.Output.Split('\n').Where(line => line.StartsWith("BROKEN", StringComparison.Ordinal) && !line.Contains(" port ", StringComparison.Ordinal))];

    private Task<CommandRun> Run() => CommandRun.Of("doctor", "--data", _directory.File("data"));
}
