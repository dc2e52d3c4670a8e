using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Collecting;
using Weir.Pipeline.Feeds;
using Weir.Storage;
using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Collecting;

public abstract class HandOverTests : IDisposable
{
    private readonly TempDatabase _mainPlace;
    private readonly TempDatabase _awayPlace = new(StoreKind.Sqlite);
    private readonly FakeTime _time = new();
    private WeirStore _main;
    private WeirStore _away;

    protected HandOverTests(StoreKind kind)
    {
        _mainPlace = new TempDatabase(kind);
        _main = _mainPlace.Open(_time);
        _away = _awayPlace.Open(_time);
        _away.Outbox.Open();
    }

    private enum Break
    {
        None,
        BeforeItArrives,
        AfterItArrived,
    }

    public void Dispose()
    {
        _main.Dispose();
        _away.Dispose();
        _mainPlace.Dispose();
        _awayPlace.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_gathered_arrives_once_with_feed_label_time_and_target()
    {
        Gather("desk", "http://a.test/1", true, _time.GetUtcNow().AddDays(-1), "Bank");
        Gather("links", "http://good.test/", false, null, null);
        Assert.Equal((2L, (string?)null), await SendAsync());
        Assert.Equal((0L, (string?)null), await SendAsync());
        var votes = _main.Samples.NextVotes(10);
        Assert.Equal(2, votes.Count);
        Assert.Equal(_time.GetUtcNow().AddDays(-1), votes.Single(vote => vote.IsPhishing).SeenAt);
        Assert.Equal(["desk", "links"], _main.Samples.Feeds().Select(feed => feed.Name));
        Gather("desk", "http://a.test/1", true, _time.GetUtcNow().AddDays(-1), "Bank");
        Assert.Equal(0, _away.Outbox.CountWaiting());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task A_stop_of_either_side_at_any_batch_loses_nothing_and_brings_nothing_twice(int batchRows)
    {
        for (var i = 0; i < 14; i++) Gather("desk", $"http://a.test/{i}", true, null, null);
        var random = new Random(batchRows);
        for (var round = 0; round < 40; round++)
        {
            var act = (Break)random.Next(3);
            var at = 1 + random.Next(3);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(batchRows, act == Break.None ? Break.BeforeItArrives : act, at));
            if (random.Next(2) == 0) _away = Reopened(_away, _awayPlace);
            else _main = Reopened(_main, _mainPlace);
            if (round % 5 == 0) Gather("desk", $"http://late.test/{round}", true, null, null);
        }

        Assert.Null((await SendAsync(batchRows)).Fault);
        var collector = Assert.Single(_main.Collectors.All());
        Assert.Equal((22L, 22L, 22L), (collector.Rows, collector.Added, _main.Samples.Feeds().Sum(feed => feed.Observations)));
    }

    [Fact]
    public async Task A_main_machine_that_was_put_back_gets_again_what_it_lost()
    {
        Gather("desk", "http://a.test/1", true, null, null);
        await SendAsync();
        var copy = Saved();
        Gather("desk", "http://a.test/2", true, null, null);
        await SendAsync();
        _main.Dispose();
        PutBack(_mainPlace, copy);
        _main = _mainPlace.Open(_time);
        Gather("desk", "http://a.test/3", true, null, null);
        Assert.Equal((2L, (string?)null), await SendAsync());
        Assert.Equal(3, _main.Samples.Feeds().Sum(feed => feed.Observations));
    }

    [Fact]
    public async Task A_collector_that_was_put_back_or_set_up_anew_is_not_taken_for_the_old_one()
    {
        Gather("desk", "http://a.test/1", true, null, null);
        await SendAsync(1);
        Gather("desk", "http://a.test/2", true, null, null);
        await SendAsync(1);
        _away.Dispose();
        using var anew = new TempDirectory();
        _away = WeirStore.Open(anew.Path, _time);
        _away.Outbox.Open();
        Gather("desk", "http://a.test/3", true, null, null);
        Assert.Equal((1L, (string?)null), await SendAsync(1));
        Assert.Equal(3, _main.Samples.Feeds().Sum(feed => feed.Observations));
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_are_counted_and_the_others_taken()
    {
        Gather("desk", "http://a.test/1", true, null, null);
        var outbox = _away.Outbox.Open();
        var (batch, fault) = Intake().Take("berlin", outbox, 1, "{\"feed\":\"desk\",\"subject\":\"http://b.test/\",\"label\":\"phishing\"}\nno json\n{\"feed\":\"desk\",\"subject\":\"ftp://c.test/\",\"label\":\"benign\"}\n"u8.ToArray());
        Assert.Equal((true, 2L, 1L, (string?)null), (batch!.IsTaken, batch.Expected, batch.Added, fault));
        Assert.Equal((3L, 2L), (_main.Collectors.All()[0].Rows, _main.Collectors.All()[0].Rejected));
        Assert.Equal("The batch is cut off: its last line has no end.", Intake().Take("berlin", outbox, 2, "{}"u8.ToArray()).Fault);
        await Task.CompletedTask;
    }

    [Fact]
    public void Lines_of_any_kind_are_read_without_an_exception()
    {
        foreach (var text in HostileText.Some(2000, 5))
        {
            HandedLine.TryRead(System.Text.Encoding.UTF8.GetBytes(text), out _);
            HandedLine.TryRead(System.Text.Encoding.UTF8.GetBytes("{\"feed\":\"" + text + "\",\"subject\":1,\"label\":[],\"seen_at\":1e99}"), out _);
        }
    }

    [Fact]
    public async Task Outages_are_waited_out_with_growing_pauses_and_told_when_they_last()
    {
        Gather("desk", "http://a.test/1", true, null, null);
        var sender = new OutboxSender(_away, new CollectorSettings { Name = "berlin" }, new DeadLine());
        Assert.Equal("The line is dead.", (await sender.SendDueAsync(TestContext.Current.CancellationToken))?.Fault);
        Assert.Null(await sender.SendDueAsync(TestContext.Current.CancellationToken));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty((await sender.SendDueAsync(TestContext.Current.CancellationToken))!.Findings);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await sender.SendDueAsync(TestContext.Current.CancellationToken));
        _time.Advance(TimeSpan.FromHours(2));
        var finding = Assert.Single((await sender.SendDueAsync(TestContext.Current.CancellationToken))!.Findings);
        Assert.Equal("Nothing could be handed over since 2025-06-01 12:00 UTC, 1 rows wait: The line is dead.", finding.Sentence);
    }

    [Fact]
    public async Task A_silent_collector_is_found()
    {
        var settings = new CollectorSettings { Accepted = new Dictionary<string, string> { ["berlin"] = "" } };
        Assert.Empty(CollectorWatch.Run(_main, settings));
        _time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal((FindingKind.CollectorAway, "The collector berlin has never been heard of; see whether it runs, reaches this machine and has the right key."),
            CollectorWatch.Run(_main, settings).Select(finding => (finding.Kind, finding.Sentence)).Single());
        await SendAsync();
        Assert.Empty(CollectorWatch.Run(_main, settings));
        _time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal("The collector berlin has not been heard of since 2025-06-01 13:01 UTC; see whether it runs and reaches this machine.", CollectorWatch.Run(_main, settings).Single().Sentence);
    }

    private void Gather(string feed, string subject, bool isPhishing, DateTimeOffset? seenAt, string? target)
    {
        var subjects = new UrlSubjects(ReferenceLists.Embedded);
        Assert.True(subjects.TryRead(subject, out var key, out _));
        using var writer = _away.Imports.Begin(feed, subject);
        writer.Add(new Observation(feed, subject, key.Canonical, key.Registrable, isPhishing, seenAt, target));
        writer.Finish("done");
    }

    private async Task<(long Rows, string? Fault)> SendAsync(int batchRows = 5000, Break act = Break.None, int atBatch = 0)
    {
        var line = new Line(Intake(), _main, act, atBatch);
        var result = await new OutboxSender(_away, new CollectorSettings { Name = "berlin", BatchRows = batchRows }, line).SendAsync(default);
        if (act != Break.None) throw new OperationCanceledException("nothing was left to break");
        return (result.Rows, result.Fault);
    }

    private BatchIntake Intake()
    {
        var subjects = new UrlSubjects(ReferenceLists.Embedded);
        return new BatchIntake(_main, new HandedSubjects(subjects.TryRead, subjects.IsPopular, _time).TryRead);
    }

    /// <summary>Takes the database of the main machine away and keeps it; what is told is where.</summary>
    private protected abstract string Save(TempDatabase place);

    /// <summary>Puts a database back that was saved.</summary>
    private protected abstract void PutBack(TempDatabase place, string saved);

    private string Saved()
    {
        _main.Dispose();
        var saved = Save(_mainPlace);
        _main = _mainPlace.Open(_time);
        return saved;
    }

    private WeirStore Reopened(WeirStore store, TempDatabase place)
    {
        store.Dispose();
        return place.Open(_time);
    }

    /// <summary>The way to the main machine, which breaks before or after the batch has arrived, as when either side is killed there.</summary>
    private sealed class Line(BatchIntake intake, WeirStore main, Break act, int atBatch) : IMainMachine
    {
        private int _sent;

        public Task<MainAnswer> SendAsync(string outbox, long number, byte[] lines, CancellationToken ct)
        {
            if (number == 0) return Task.FromResult(new MainAnswer(main.Collectors.Hear("berlin", outbox)));
            var isHere = ++_sent == atBatch;
            if (isHere && act == Break.BeforeItArrives) throw new OperationCanceledException("killed");
            var (batch, fault) = intake.Take("berlin", outbox, number, lines);
            if (isHere && act == Break.AfterItArrived) throw new OperationCanceledException("killed");
            return Task.FromResult(new MainAnswer(batch?.Expected ?? 0, fault));
        }
    }

    private sealed class DeadLine : IMainMachine
    {
        public Task<MainAnswer> SendAsync(string outbox, long number, byte[] lines, CancellationToken ct) => Task.FromResult(new MainAnswer(0, "The line is dead."));
    }
}

public sealed class HandOverOnSqlite() : HandOverTests(StoreKind.Sqlite)
{
    private protected override string Save(TempDatabase place)
    {
        File.Copy(place.File("weir.db"), place.File("saved"));
        return place.File("saved");
    }

    private protected override void PutBack(TempDatabase place, string saved) => File.Copy(saved, place.File("weir.db"), overwrite: true);
}

public sealed class HandOverOnPostgres() : HandOverTests(StoreKind.Postgres)
{
    private protected override string Save(TempDatabase place) => PostgresServer.Shared.Copy(place.Address.Server!);

    private protected override void PutBack(TempDatabase place, string saved) => PostgresServer.Shared.PutBack(place.Address.Server!, saved);
}
