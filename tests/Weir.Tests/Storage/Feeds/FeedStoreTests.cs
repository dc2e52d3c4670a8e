using Weir.Storage.Feeds;
using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Feeds;

public abstract class FeedStoreTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void Rows_and_cursor_are_kept_together_or_not_at_all()
    {
        var fetch = Store.Feeds.Begin("desk");
        Store.Feeds.Keep(fetch, Batch("one", [Statement("a.test/")]));
        Assert.Equal("one", Store.Feeds.State("desk")!.Cursor);
        Assert.ThrowsAny<Exception>(() => Store.Feeds.Keep(fetch, Batch("two", [Statement("b.test/"), new FeedStatement(Statement("c.test/").Observation with { Canonical = null! }, "x", false)])));
        Assert.Equal("one", Store.Feeds.State("desk")!.Cursor);
        Assert.Equal(1, Store.Samples.CountLabels().Samples);
    }

    [Fact]
    public void A_fetch_that_died_is_abandoned_by_name_when_the_next_begins()
    {
        Store.Feeds.Keep(Store.Feeds.Begin("desk"), Batch(null, [Statement("a.test/")]));
        Store.Feeds.Begin("desk");
        var old = Store.Feeds.Fetches("desk", 5)[^1];
        Assert.Equal((FetchOutcomes.Abandoned, "The process ended during this fetch; what it had kept stays."), (old.Outcome, old.Sentence));
        Assert.NotNull(Store.Imports.Recent(1)[0].FinishedAt);
    }

    [Fact]
    public void Raw_entries_come_back_as_they_were_written_and_take_little_room()
    {
        var rows = Enumerable.Range(0, 3000).Select(i => Statement($"bad{i}.test/login", $"{i},http://bad{i}.test/login,\"größe {i * 7919L}\",https://feeds.test/detail/{i}")).ToList();
        var fetch = Store.Feeds.Begin("desk");
        Store.Feeds.Keep(fetch, Batch(null, rows[..1000]));
        Store.Feeds.Keep(fetch, Batch(null, rows[1000..]));
        foreach (var row in new[] { rows[0], rows[999], rows[1000], rows[2999] })
            Assert.Equal(row.Raw, Assert.Single(Store.Feeds.RawOf(row.Observation.Canonical)).Text);
        Assert.Empty(Store.Feeds.RawOf("nobody.test/"));
    }

    [Fact]
    public void A_statement_with_its_own_time_is_new_at_another_time_and_one_without_is_not()
    {
        var fetch = Store.Feeds.Begin("desk");
        foreach (var hours in new[] { 0, 5 })
        {
            var at = Time.GetUtcNow().AddHours(hours);
            Store.Feeds.Keep(fetch, Batch(null, [Statement("a.test/", at: at), Statement("b.test/", at: at, isStamped: true)]));
        }

        Assert.Equal([0L, 0L], Store.Feeds.RawOf("a.test/").Select(entry => entry.Repeats));
        Assert.Equal([1L], Store.Feeds.RawOf("b.test/").Select(entry => entry.Repeats));
    }

    [Fact]
    public void Trust_follows_the_settings_when_they_change_and_a_hand_otherwise()
    {
        Store.Feeds.Configure("desk", 0.9);
        Assert.Equal(0.9, Trust());
        Store.Samples.SetTrust("desk", 0.2, "cli");
        Store.Feeds.Configure("desk", 0.9);
        Assert.Equal(0.2, Trust());
        Store.Feeds.Configure("desk", 0.5);
        Assert.Equal(0.5, Trust());
    }

    [Fact]
    public void Refused_entries_of_the_newest_fetch_replace_those_before()
    {
        for (var i = 0; i < 2; i++)
        {
            var fetch = Store.Feeds.Begin("desk");
            var batch = Batch(null, []) with { Rejects = [new Reject(1, "why", "text")], Counts = new FetchCounts { Read = 1, Rejected = 1 } };
            Store.Feeds.Finish(fetch, batch, FetchOutcomes.Done, "", Time.GetUtcNow());
        }

        Assert.Equal([1, 0], Store.Imports.Recent(2).Select(import => Store.Imports.Rejects(import.Id).Count));
    }

    private double Trust() => Assert.Single(Store.Samples.Feeds()).Trust;

    private static FeedBatch Batch(string? cursor, IReadOnlyList<FeedStatement> rows) => new() { Statements = rows, Counts = new FetchCounts { Read = rows.Count }, Cursor = cursor };

    private FeedStatement Statement(string canonical, string? raw = null, DateTimeOffset? at = null, bool isStamped = false) =>
        new(new Observation("desk", "http://" + canonical, canonical, canonical.Split('/')[0], true, at ?? Time.GetUtcNow(), null), raw ?? "http://" + canonical, isStamped);
}

public sealed class FeedStoreOnSqlite() : FeedStoreTests(StoreKind.Sqlite);

public sealed class FeedStoreOnPostgres() : FeedStoreTests(StoreKind.Postgres);
