using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Pipeline;
using Weir.Storage.Review;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Review;

public abstract class ReviewQueueTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void Verdicts_are_taken_in_once_and_weigh_by_how_often_and_how_unsure()
    {
        Verdicts("main", ("often.example/", 0.3, 5), ("unsure.example/", 0.5, 2));
        Assert.Equal(7, Take());
        Assert.Equal(0, Take());
        Verdicts("main", ("unsure.example/", 0.5, 6));
        Assert.Equal(6, Take());
        var waiting = Store.ReviewQueue.Read("main", null, 10);
        Assert.Equal([("http://unsure.example/", 8L), ("http://often.example/", 5L)], waiting.Select(one => (one.Subject, one.Seen)));
        Assert.Equal([200, 105], waiting.Select(one => (int)Math.Round(100 * one.Weight)));
        Assert.Equal("http://often.example/", Assert.Single(Store.ReviewQueue.Read("main", waiting[0].Id, 10)).Subject);
        Assert.Equal((2L, 0L), (Store.ReviewQueue.Count("main"), Store.ReviewQueue.Count("north")));
        Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(2, Store.ReviewQueue.Clean(Time.GetUtcNow() - TimeSpan.FromDays(30)));
    }

    [Fact]
    public void A_decision_writes_list_gold_and_label_and_an_opposite_entry_gives_way()
    {
        Verdicts("main", ("a.example/", 0.5, 1), ("b.example/", 0.5, 1));
        Take();
        Store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Host, "a.example", "a feed said so", null), "anna");
        var ids = Store.ReviewQueue.Read("main", null, 10).ToDictionary(one => one.Subject, one => one.Id);
        Store.ReviewQueue.Decide("main",
        [
            new ReviewDecision(ids["http://a.example/"], "a.example/", "http://a.example/", "a.example", false, new ListEntry(ListKind.Allow, ListScope.Host, "a.example", "reviewed", null), true),
            new ReviewDecision(ids["http://b.example/"], "b.example/", "http://b.example/", "b.example", null, null, true),
        ], "anna");
        Assert.Equal(0, Store.ReviewQueue.Count("main"));
        Assert.Equal((ListKind.Allow, "review"), (Assert.Single(Store.Lists.Read(new("main"))).Entry.Kind, Store.Lists.Read(new("main"))[0].Source));
        Assert.Equal(("a.example/", false), (Assert.Single(Store.Gold.All()).Canonical, Store.Gold.All()[0].IsPhishing));
        Assert.Equal(1, Store.Samples.CountLabels().Benign);
        Verdicts("main", ("a.example/", 0.5, 3));
        Take();
        Assert.Equal(0, Store.ReviewQueue.Count("main"));
        Assert.Null(Store.Audit.FirstBroken());
    }

    [Fact]
    public void What_is_settled_elsewhere_leaves_the_queue_of_its_tenant_alone()
    {
        Verdicts("main", ("a.example/", 0.5, 1));
        Verdicts("north", ("a.example/", 0.5, 1));
        Take();
        Store.ReviewQueue.Close("north", SubjectHash.Of("a.example/"), isPhishing: true, "ben");
        Assert.Equal((1L, 0L), (Store.ReviewQueue.Count("main"), Store.ReviewQueue.Count("north")));
    }

    private long Take() => Store.ReviewQueue.TakeNew((decision, _) => decision == Decision.Suspicious, score => score * (1 - score), TestContext.Current.CancellationToken);

    private void Verdicts(string tenant, params (string Canonical, double Score, int Times)[] verdicts)
    {
        Time.Advance(TimeSpan.FromSeconds(2));
        var rows = verdicts.SelectMany(one => Enumerable.Repeat(one, one.Times)).Select(one => new VerdictRow
        {
            Tenant = tenant,
            At = Time.GetUtcNow(),
            Subject = "http://" + one.Canonical,
            SubjectKey = SubjectHash.Of(one.Canonical),
            Score = one.Score,
            Decision = Decision.Suspicious,
        }).ToList();
        Store.Verdicts.Add(rows, rows.Count, 0, null);
    }
}

public sealed class ReviewQueueOnSqlite() : ReviewQueueTests(StoreKind.Sqlite);

public sealed class ReviewQueueOnPostgres() : ReviewQueueTests(StoreKind.Postgres);
