using Weir.Pipeline;
using Weir.Storage.Feeds;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds;

public abstract class FeedHealthTests(StoreKind kind) : IDisposable
{
    private readonly FeedWorld _world = new(kind);

    public void Dispose()
    {
        _world.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_list_that_shrinks_far_below_its_history_is_told_and_what_it_said_stays()
    {
        _world.With("desk", "openphish").Answering(List(100));
        for (var i = 0; i < 3; i++) Assert.Empty(await RoundAsync());
        _world.Answering(List(20));
        var finding = Assert.Single(await RoundAsync());
        Assert.Equal((FindingKind.FeedShrunken, FindingLevel.Warning, "desk"), (finding.Kind, finding.Level, finding.Subject));
        Assert.StartsWith("The feed desk has shrunk: 20 entries where it usually has 100.", finding.Sentence, StringComparison.Ordinal);
        Assert.Equal(100, _world.Observations());
    }

    [Fact]
    public async Task A_feed_that_answers_but_says_nothing_new_is_stale()
    {
        _world.With("desk", "openphish", "StaleAfter=3d").Answering(List(30));
        Assert.Empty(await RoundAsync());
        _world.Time.Advance(TimeSpan.FromDays(4));
        var finding = Assert.Single(await RoundAsync());
        Assert.Equal(FindingKind.FeedStale, finding.Kind);
        Assert.StartsWith("The feed desk answers, but its newest entry is of 2025-06-01 12:00 UTC, 4 days old.", finding.Sentence, StringComparison.Ordinal);
        Assert.Equal("stale", Assert.Single(_world.Collector().Health()).Word);
    }

    [Fact]
    public async Task Entries_that_carry_old_dates_are_stale_at_the_first_fetch()
    {
        _world.With("desk", "cert", "StaleAfter=10d").Answering(FeedReply.Text("date,URL,description\n2025-05-01,http://a.test/,Bank\n"));
        Assert.Contains("is of 2025-05-01 00:00 UTC, 31.5 days old", Assert.Single(await RoundAsync()).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_that_does_not_answer_for_long_becomes_critical()
    {
        _world.With("desk", "openphish", "StaleAfter=2d").Answering(List(30));
        await RoundAsync();
        _world.Answering(FeedReply.Of("500 Oops"));
        Assert.Equal(FindingLevel.Information, Assert.Single(await RoundAsync()).Level);
        Assert.Equal(FindingLevel.Warning, Assert.Single(await RoundAsync()).Level);
        _world.Time.Advance(TimeSpan.FromDays(3));
        var findings = await RoundAsync();
        Assert.Equal([FindingKind.FeedFailed, FindingKind.FeedStale], findings.Select(finding => finding.Kind));
        Assert.Equal("The feed desk has not answered as it should since 2025-06-01 12:00 UTC, 3 days ago.", findings[1].Sentence);
    }

    [Fact]
    public async Task A_feed_that_recovers_is_well_again()
    {
        _world.With("desk", "openphish").Answering(FeedReply.Of("500 Oops"));
        await RoundAsync();
        _world.Answering(List(30));
        Assert.Empty(await RoundAsync());
        var health = Assert.Single(_world.Collector().Health());
        Assert.Equal(("well", 0, 30L), (health.Word, health.State!.Failures, health.Rows!.Value));
        Assert.Equal([FetchOutcomes.Done, FetchOutcomes.Failed], _world.Store.Feeds.Fetches("desk", 5).Select(fetch => fetch.Outcome));
    }

    [Fact]
    public async Task A_clock_that_jumps_forth_or_back_costs_one_early_fetch_and_stops_nothing()
    {
        _world.With("desk", "openphish", "Every=1h").Answering(List(30));
        await _world.CollectAsync(force: false);
        _world.Time.Advance(TimeSpan.FromDays(400));
        Assert.Single((await _world.CollectAsync(force: false)).Fetches);
        Assert.Empty((await _world.CollectAsync(force: false)).Fetches);
        _world.Time.Advance(TimeSpan.FromDays(-400));
        Assert.Single((await _world.CollectAsync(force: false)).Fetches);
        Assert.Empty((await _world.CollectAsync(force: false)).Fetches);
        _world.Time.Advance(TimeSpan.FromHours(1));
        Assert.Single((await _world.CollectAsync(force: false)).Fetches);
    }

    private async Task<IReadOnlyList<Finding>> RoundAsync() => (await _world.CollectAsync()).Findings;

    private static FeedReply List(int rows) => FeedReply.Text(string.Concat(Enumerable.Range(0, rows).Select(i => $"http://bad{i}.test/login\n")));
}

public sealed class FeedHealthOnSqlite() : FeedHealthTests(StoreKind.Sqlite);

public sealed class FeedHealthOnPostgres() : FeedHealthTests(StoreKind.Postgres);
