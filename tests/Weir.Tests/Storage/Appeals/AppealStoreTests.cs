using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Storage.Appeals;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Appeals;

public abstract class AppealStoreTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void Objections_to_one_subject_are_one_case_until_the_last_is_taken_back()
    {
        var (first, second) = (File("a"), File("b"));
        Assert.Equal((first.Id, 2), (second.Id, second.Objections));
        Assert.Equal(("a", first.Id), (Store.Appeals.Find("a")!.Value.Objection.Id, Store.Appeals.Find("a")!.Value.Case.Id));
        Assert.NotEqual(first.Id, File("c", tenant: "north").Id);
        Assert.True(Store.Appeals.Withdraw("a"));
        Assert.False(Store.Appeals.Withdraw("a") || Store.Appeals.Withdraw("nobody"));
        Assert.True(Store.Appeals.Case("main", first.Id)!.IsActive);
        Assert.True(Store.Appeals.Withdraw("b"));
        Assert.Equal(AppealState.Withdrawn, Store.Appeals.Case("main", first.Id)!.State);
        Assert.NotEqual(first.Id, File("d").Id);
    }

    [Fact]
    public void A_settlement_changes_list_gold_and_label_together_and_the_next_one_undoes_it()
    {
        var id = File("a").Id;
        Store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Url, "shop.example/", "a feed said so", null), "anna");
        var entry = new ListEntry(ListKind.Allow, ListScope.Url, "shop.example/", "a shop", Time.GetUtcNow().AddDays(90));
        Assert.Null(Store.Appeals.Settle("north", id, new Settlement(true, false, "x", entry, true), "eve"));
        var settled = Store.Appeals.Settle("main", id, new Settlement(true, false, "a shop", entry, true), "anna")!;
        Assert.Equal((AppealState.Overturned, 0, "anna"), (settled.State, settled.Label, settled.ClosedBy));
        Assert.Equal((ListKind.Allow, $"appeal {id}"), (Assert.Single(Store.Lists.Read(new("main"))).Entry.Kind, Store.Lists.Read(new("main"))[0].Source));
        Assert.Equal((false, id), (Assert.Single(Store.Gold.All()).IsPhishing, Store.Gold.All()[0].CaseId));
        Assert.Equal(1, Store.Samples.CountLabels().Benign);
        Assert.Null(Store.Appeals.Settle("main", id, new Settlement(false, true, "again", null, false), "anna"));
        Assert.True(Store.Appeals.Reopen("main", id, Time.GetUtcNow().AddHours(72), "a mistake", "anna"));
        Assert.Single(Store.Lists.All());
        Assert.Equal(AppealState.Upheld, Store.Appeals.Settle("main", id, new Settlement(false, true, "phishing after all", null, false), "anna")!.State);
        Assert.Empty(Store.Lists.All());
        Assert.Empty(Store.Gold.All());
        Assert.Null(Store.Audit.FirstBroken());
    }

    [Fact]
    public void Cases_come_by_deadline_page_by_page_and_are_counted()
    {
        var ids = new List<long>();
        for (var i = 0; i < 5; i++) ids.Add(File($"o{i}", $"site{i}.example/", hours: 10 - i).Id);
        Time.Advance(TimeSpan.FromHours(7));
        Store.Appeals.Take("main", ids[0], "anna");
        var filter = new AppealFilter("main") { States = [AppealState.Open, AppealState.InReview], Limit = 2 };
        var first = Store.Appeals.Cases(filter);
        Assert.Equal([ids[4], ids[3]], first.Select(one => one.Id));
        Assert.Equal([ids[2], ids[1]], Store.Appeals.Cases(filter with { After = first[^1].Id }).Select(one => one.Id));
        Assert.Equal([ids[4]], Store.Appeals.Cases(filter with { DueBefore = Time.GetUtcNow() }).Select(one => one.Id));
        Assert.Equal([ids[1]], Store.Appeals.Cases(filter with { Text = "SITE1." }).Select(one => one.Id));
        Assert.Empty(Store.Appeals.Cases(filter with { Text = "site_." }));
        Assert.Empty(Store.Appeals.Cases(new AppealFilter("north")));
        var counts = Store.Appeals.Count("main");
        Assert.Equal((4L, 1L, 1L), (counts.Open, counts.InReview, counts.Overdue));
        Assert.Equal(0, Store.Appeals.Count("north").Open);
        Assert.Equal(4, Store.Appeals.Count(null).Open);
    }

    private AppealCase File(string id, string canonical = "shop.example/", string tenant = "main", int hours = 72) => Store.Appeals.File(
        new AppealCase
        {
            Tenant = tenant,
            Canonical = canonical,
            Subject = "http://" + canonical,
            Registrable = canonical.TrimEnd('/'),
            Decision = Decision.Phishing,
            Score = 0.9,
            Deadline = Time.GetUtcNow().AddHours(hours),
        },
        new Objection { Id = id, Reason = "It is mine.", Contact = "anna", FiledBy = "anyone", FiledAt = Time.GetUtcNow() });
}

public sealed class AppealStoreOnSqlite() : AppealStoreTests(StoreKind.Sqlite);

public sealed class AppealStoreOnPostgres() : AppealStoreTests(StoreKind.Postgres);
