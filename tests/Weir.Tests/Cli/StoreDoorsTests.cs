using Weir.Cli;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli;

public sealed class StoreDoorsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("jobs")]
    [InlineData("jobs", "pause", "1")]
    [InlineData("status")]
    [InlineData("feeds")]
    [InlineData("feeds", "health")]
    [InlineData("feeds", "rejects")]
    [InlineData("feeds", "candidates")]
    [InlineData("feeds", "trust", "x", "0.5")]
    [InlineData("models")]
    [InlineData("models", "history")]
    [InlineData("models", "promote", "v1")]
    [InlineData("models", "gold", "list")]
    [InlineData("alerts")]
    [InlineData("audit")]
    [InlineData("audit", "verify")]
    [InlineData("audit", "protect")]
    [InlineData("appeals")]
    [InlineData("accounts", "list")]
    [InlineData("accounts", "disable", "anna")]
    [InlineData("tenants", "list")]
    [InlineData("tenants", "disable", "x")]
    [InlineData("keys", "list")]
    [InlineData("keys", "revoke", "1")]
    [InlineData("lists", "show")]
    [InlineData("lists", "remove", "bad.example")]
    [InlineData("export")]
    [InlineData("drift")]
    [InlineData("cycle", "decisions")]
    [InlineData("tune", "--budget", "1")]
    public async Task A_command_that_reads_says_that_there_is_no_directory_and_makes_none(params string[] command)
    {
        var run = await CommandRun.Of([.. command, "--data", _directory.File("missing")]);
        Assert.Equal((ExitCode.Failed, $"weir: there is no data directory at {_directory.File("missing")}; name another with --data or WEIR_DATA, or let `weir serve` or `weir import` make this one.\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(_directory.File("missing")));
    }

    [Theory]
    [InlineData("features")]
    [InlineData("secrets", "list")]
    [InlineData("lists")]
    [InlineData("check", "http://a.example/")]
    [InlineData("url", "http://a.example/")]
    public async Task What_needs_no_directory_makes_none(params string[] command)
    {
        await CommandRun.Of([.. command, "--data", _directory.File("missing")]);
        Assert.False(Directory.Exists(_directory.File("missing")));
    }

    [Theory]
    [InlineData("jobs", "list")]
    [InlineData("jobs", "show", "1")]
    [InlineData("lists", "add", "block", "bad.example")]
    [InlineData("lists", "remove", "bad.example")]
    [InlineData("lists", "show")]
    [InlineData("export")]
    [InlineData("appeals", "list")]
    [InlineData("appeals", "show", "1")]
    public async Task A_tenant_that_nobody_is_is_told(params string[] command)
    {
        var run = await CommandRun.Of([.. command, "--tenant", "Main", "--data", _directory.Path]);
        Assert.Equal((ExitCode.BadUsage, "weir: no tenant is called 'Main'; `weir tenants list` names them, `weir tenants add` makes one.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_server_does_not_start_where_nothing_could_be_kept()
    {
        using var disk = new SmallDisk(8);
        using (var store = WeirStore.Open(disk.File("data"), TimeProvider.System)) store.Settings.Set("a", "1", "test");
        disk.MakeReadOnly();
        var run = await CommandRun.Of("serve", "--urls", "http://127.0.0.1:0", "--data", disk.File("data"));
        Assert.Equal((ExitCode.Failed, true), (run.ExitCode, run.Error.StartsWith($"weir: the database in {disk.File("data")} can be read and not written", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tables_name_the_command_that_loads_one()
    {
        var run = await CommandRun.Of("tables", "--data", _directory.File("missing"));
        Assert.Contains("let `weir serve` or `weir tables load FILE` make this one", run.Error, StringComparison.Ordinal);
    }
}
