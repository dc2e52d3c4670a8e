using Weir.Detection.Lists;
using Weir.Storage.Settings;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Settings;

public abstract class ListStoreTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void Entries_are_added_together_or_not_at_all_and_conflicts_name_what_is_against_them()
    {
        Store.Lists.Add(Block("b.example"), "anna");
        var refused = Store.Lists.TryAdd([Allow("a.example"), Allow("b.example")], "ben", "main", "import", replace: false);
        Assert.Equal((1, "anna"), (Assert.Single(refused.Conflicts).Index, refused.Conflicts[0].Other.AddedBy));
        Assert.Single(Store.Lists.All());
        var done = Store.Lists.TryAdd([Allow("a.example"), Allow("b.example")], "ben", "main", "import", replace: true);
        Assert.Equal((2, 0), (done.Added, done.Conflicts.Count));
        Assert.All(Store.Lists.All(), entry => Assert.Equal(ListKind.Allow, entry.Kind));
        Assert.Equal(0, Store.Lists.TryAdd([Allow("a.example")], "cid", "main", "hand", replace: false).Added);
    }

    [Fact]
    public void A_tenant_has_entries_of_its_own_and_cannot_allow_what_main_blocks()
    {
        Store.Lists.Add(Block("b.example"), "anna");
        Assert.Equal("main", Assert.Single(Store.Lists.TryAdd([Allow("b.example")], "ben", "north", "hand", replace: true).Conflicts).Other.Tenant);
        Assert.Equal(1, Store.Lists.TryAdd([Block("c.example")], "ben", "north", "hand", replace: false).Added);
        var own = Assert.Single(Store.Lists.Read(new ListFilter("north")));
        Assert.Null(Store.Lists.Find("main", own.Id));
        Assert.False(Store.Lists.Remove("main", own.Id, "anna"));
        Assert.Null(Store.Lists.Change("main", own.Id, "x", null, "anna"));
        Assert.Equal(["c.example"], Store.Lists.OfTenants()["north"].Select(entry => entry.Value));
        Assert.True(Store.Lists.Remove("north", own.Id, "ben"));
    }

    [Fact]
    public void What_expires_is_counted_found_and_changed()
    {
        Store.Lists.Add(Block("soon.example") with { Expires = Time.GetUtcNow().AddDays(2) }, "anna");
        Store.Lists.Add(Allow("LATE.example".ToLowerInvariant()), "ben", source: "import");
        Assert.Equal((1L, 1L, 1L, 0L), Counts());
        Assert.Equal("soon.example", Assert.Single(Store.Lists.Read(new ListFilter("main") { EndsBefore = Time.GetUtcNow().AddDays(7) })).Entry.Value);
        Assert.Equal("late.example", Assert.Single(Store.Lists.Read(new ListFilter("main") { Text = "LATE" })).Entry.Value);
        Assert.Equal("late.example", Assert.Single(Store.Lists.Read(new ListFilter("main") { Owner = "ben", Source = "import", Kind = ListKind.Allow, Scope = ListScope.Host })).Entry.Value);
        Assert.Empty(Store.Lists.Read(new ListFilter("main") { Text = "%" }));
        Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal((1L, 0L, 0L, 1L), Counts());
        var over = Assert.Single(Store.Lists.Read(new ListFilter("main") { IsExpired = true }));
        Assert.Equal("renewed", Store.Lists.Change("main", over.Id, "renewed", null, "anna")!.Entry.Note);
        Assert.Empty(Store.Lists.Read(new ListFilter("main") { IsExpired = true }));
        Assert.Equal(["list.change", "list.add", "list.add"], Store.Audit.Recent(3).Select(row => row.Action));
        Assert.Null(Store.Audit.FirstBroken());
    }

    [Fact]
    public void Entries_come_newest_first_page_by_page()
    {
        for (var i = 0; i < 5; i++) Store.Lists.Add(Block($"n{i}.example"), "anna");
        var first = Store.Lists.Read(new ListFilter("main") { Limit = 3 });
        Assert.Equal(["n4.example", "n3.example", "n2.example"], first.Select(one => one.Entry.Value));
        Assert.Equal(["n1.example", "n0.example"], Store.Lists.Read(new ListFilter("main") { Limit = 3, After = first[^1].Id }).Select(one => one.Entry.Value));
    }

    private (long Allow, long Block, long Ending, long Expired) Counts() => Store.Lists.Count("main") is var counts ? (counts.Allow, counts.Block, counts.Ending, counts.Expired) : default;

    private static ListEntry Block(string host) => new(ListKind.Block, ListScope.Host, host, "why", null);

    private static ListEntry Allow(string host) => new(ListKind.Allow, ListScope.Host, host, "why", null);
}

public sealed class ListStoreOnSqlite() : ListStoreTests(StoreKind.Sqlite);

public sealed class ListStoreOnPostgres() : ListStoreTests(StoreKind.Postgres);
