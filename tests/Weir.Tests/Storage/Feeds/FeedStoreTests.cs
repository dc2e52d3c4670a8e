using Weir.Storage;
using Weir.Storage.Feeds;
using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Feeds;

public sealed class FeedStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;

    public FeedStoreTests() => _store = WeirStore.Open(_directory.Path, _time);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Rows_and_cursor_are_kept_together_or_not_at_all()
    {
        var fetch = _store.Feeds.Begin("desk");
        _store.Feeds.Keep(fetch, Batch("one", [Statement("a.test/")]));
        Assert.Equal("one", _store.Feeds.State("desk")!.Cursor);
        Assert.ThrowsAny<Exception>(() => _store.Feeds.Keep(fetch, Batch("two", [Statement("b.test/"), new FeedStatement(Statement("c.test/").Observation with { Canonical = null! }, "x", false)])));
        Assert.Equal("one", _store.Feeds.State("desk")!.Cursor);
        Assert.Equal(1, _store.Samples.CountLabels().Samples);
    }

    [Fact]
    public void A_fetch_that_died_is_abandoned_by_name_when_the_next_begins()
    {
        _store.Feeds.Keep(_store.Feeds.Begin("desk"), Batch(null, [Statement("a.test/")]));
        _store.Feeds.Begin("desk");
        var old = _store.Feeds.Fetches("desk", 5)[^1];
        Assert.Equal((FetchOutcomes.Abandoned, "The process ended during this fetch; what it had kept stays."), (old.Outcome, old.Sentence));
        Assert.NotNull(_store.Imports.Recent(1)[0].FinishedAt);
    }

    [Fact]
    public void Raw_entries_come_back_as_they_were_written_and_take_little_room()
    {
        var rows = Enumerable.Range(0, 3000).Select(i => Statement($"bad{i}.test/login", $"{i},http://bad{i}.test/login,\"größe {i * 7919L}\",https://feeds.test/detail/{i}")).ToList();
        var fetch = _store.Feeds.Begin("desk");
        _store.Feeds.Keep(fetch, Batch(null, rows[..1000]));
        _store.Feeds.Keep(fetch, Batch(null, rows[1000..]));
        foreach (var row in new[] { rows[0], rows[999], rows[1000], rows[2999] })
            Assert.Equal(row.Raw, Assert.Single(_store.Feeds.RawOf(row.Observation.Canonical)).Text);
        Assert.Empty(_store.Feeds.RawOf("nobody.test/"));
    }

    [Fact]
    public void A_statement_with_its_own_time_is_new_at_another_time_and_one_without_is_not()
    {
        var fetch = _store.Feeds.Begin("desk");
        foreach (var hours in new[] { 0, 5 })
        {
            var at = _time.GetUtcNow().AddHours(hours);
            _store.Feeds.Keep(fetch, Batch(null, [Statement("a.test/", at: at), Statement("b.test/", at: at, isStamped: true)]));
        }

        Assert.Equal([0L, 0L], _store.Feeds.RawOf("a.test/").Select(entry => entry.Repeats));
        Assert.Equal([1L], _store.Feeds.RawOf("b.test/").Select(entry => entry.Repeats));
    }

    [Fact]
    public void Trust_follows_the_settings_when_they_change_and_a_hand_otherwise()
    {
        _store.Feeds.Configure("desk", 0.9);
        Assert.Equal(0.9, Trust());
        _store.Samples.SetTrust("desk", 0.2, "cli");
        _store.Feeds.Configure("desk", 0.9);
        Assert.Equal(0.2, Trust());
        _store.Feeds.Configure("desk", 0.5);
        Assert.Equal(0.5, Trust());
    }

    [Fact]
    public void Refused_entries_of_the_newest_fetch_replace_those_before()
    {
        for (var i = 0; i < 2; i++)
        {
            var fetch = _store.Feeds.Begin("desk");
            var batch = Batch(null, []) with { Rejects = [new Reject(1, "why", "text")], Counts = new FetchCounts { Read = 1, Rejected = 1 } };
            _store.Feeds.Finish(fetch, batch, FetchOutcomes.Done, "", _time.GetUtcNow());
        }

        Assert.Equal([1, 0], _store.Imports.Recent(2).Select(import => _store.Imports.Rejects(import.Id).Count));
    }

    private double Trust() => Assert.Single(_store.Samples.Feeds()).Trust;

    private static FeedBatch Batch(string? cursor, IReadOnlyList<FeedStatement> rows) => new() { Statements = rows, Counts = new FetchCounts { Read = rows.Count }, Cursor = cursor };

    private FeedStatement Statement(string canonical, string? raw = null, DateTimeOffset? at = null, bool isStamped = false) =>
        new(new Observation("desk", "http://" + canonical, canonical, canonical.Split('/')[0], true, at ?? _time.GetUtcNow(), null), raw ?? "http://" + canonical, isStamped);
}
