using System.Globalization;
using Weir.Detection;
using Weir.Storage;
using Weir.Storage.Figures;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Figures;

public abstract class FigureStoreTests(StoreKind kind)
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Verdicts_are_added_up_by_hour_and_by_day()
    {
        using var place = new TempDatabase(kind);
        using var store = place.Open(TimeProvider.System);
        store.Verdicts.Add([Row(Noon, Decision.Phishing, 0.9), Row(Noon.AddMinutes(59), Decision.Benign, 0.1), Row(Noon.AddHours(1), Decision.Unknown, null)], 3, 0, null);
        store.Verdicts.Add([Row(Noon, Decision.Suspicious, 0.6)], 1, 0, null);
        var hours = store.Figures.Steps("main", FigureStore.Hour, Noon.AddDays(-1));
        Assert.Equal([Noon, Noon.AddHours(1)], hours.Select(step => step.At));
        Assert.Equal((1, 1, 1, 0), (hours[0].Phishing, hours[0].Suspicious, hours[0].Benign, hours[0].Undecided));
        Assert.Equal(2.4, hours[0].Confidence, 9);
        var day = Assert.Single(store.Figures.Steps("main", FigureStore.Day, Noon.Date));
        Assert.Equal((4, 3), (day.All, day.Scored));
    }

    [Fact]
    public void Names_are_counted_for_what_looks_bad_and_each_tenant_sees_its_own()
    {
        using var place = new TempDatabase(kind);
        using var store = place.Open(TimeProvider.System);
        store.Verdicts.Add([Row(Noon, Decision.Phishing, 0.9) with { Brand = "Example" }, Row(Noon, Decision.Benign, 0.1) with { Brand = "Example" }, Row(Noon, Decision.Phishing, 0.99) with { Tenant = "other" }], 3, 0, null);
        Assert.Equal([new FigureName("Example", 1)], Names(store, FigureKind.Brand));
        Assert.Equal([new FigureName("test", 1)], Names(store, FigureKind.Suffix));
        Assert.Equal(["critical", "low"], Names(store, FigureKind.Risk).Select(name => name.Name));
        Assert.Equal(["02", "18"], Names(store, FigureKind.Score).Select(name => name.Name));
        Assert.Equal(2, store.Figures.Steps("main", FigureStore.Hour, Noon).Single().All);
        Assert.Equal(1, store.Figures.Steps("other", FigureStore.Hour, Noon).Single().All);
    }

    [Fact]
    public void A_flood_of_names_fills_a_bounded_number_of_rows()
    {
        using var place = new TempDatabase(kind);
        using var store = place.Open(TimeProvider.System);
        for (var batch = 0; batch < 3; batch++)
            store.Verdicts.Add([.. Enumerable.Range(0, 200).Select(i => Row(Noon, Decision.Phishing, 0.9) with { Registrable = $"a.t{batch}x{i}" })], 200, 0, null);
        var names = store.Figures.Names("main", FigureStore.Day, Noon.Date, FigureKind.Suffix, 1000);
        Assert.Equal(600, names.Sum(name => name.Count));
        Assert.Equal(FigureWriter.MostNames + 1, names.Count);
        Assert.Equal("", names[0].Name);
    }

    [Fact]
    public void Threats_are_one_a_domain_and_the_newest_first()
    {
        using var place = new TempDatabase(kind);
        using var store = place.Open(TimeProvider.System);
        store.Verdicts.Add([Row(Noon, Decision.Phishing, 0.9), Row(Noon.AddHours(1), Decision.Phishing, 0.95) with { Subject = "http://bad.test/2" }], 2, 0, null);
        store.Verdicts.Add([Row(Noon.AddHours(2), Decision.Phishing, 0.8) with { Registrable = "worse.test" }, Row(Noon, Decision.Suspicious, 0.5) with { Registrable = "perhaps.test" }], 2, 0, null);
        var threats = store.Figures.NewestThreats("main", 10);
        Assert.Equal(["worse.test", "bad.test"], threats.Select(threat => threat.Name));
        Assert.Equal(("http://bad.test/2", 2), (threats[1].Subject, threats[1].Count));
        Assert.Equal(1, store.Figures.ActiveThreats("main", Noon.AddMinutes(90)));
    }

    [Fact]
    public void What_is_older_than_is_kept_is_forgotten()
    {
        using var place = new TempDatabase(kind);
        using var store = place.Open(TimeProvider.System);
        store.Verdicts.Add([Row(Noon, Decision.Phishing, 0.9), Row(Noon.AddDays(9), Decision.Phishing, 0.9) with { Registrable = "new.test" }], 2, 0, null);
        store.Figures.Clean(Noon.AddDays(9));
        Assert.Single(store.Figures.Steps("main", FigureStore.Hour, Noon));
        Assert.Equal(2, store.Figures.Steps("main", FigureStore.Day, Noon.Date).Count);
        Assert.Equal("new.test", Assert.Single(store.Figures.NewestThreats("main", 10)).Name);
    }

    private static IReadOnlyList<FigureName> Names(WeirStore store, FigureKind kind) => store.Figures.Names("main", FigureStore.Hour, Noon, kind, 10);

    private static VerdictRow Row(DateTimeOffset at, Decision decision, double? score) => new()
    {
        At = at,
        Subject = "http://bad.test/" + at.Hour.ToString(CultureInfo.InvariantCulture),
        SubjectKey = 7,
        Registrable = "bad.test",
        Decision = decision,
        Score = score,
        Category = "none",
    };
}

public sealed class FigureStoreOnSqlite() : FigureStoreTests(StoreKind.Sqlite);

public sealed class FigureStoreOnPostgres() : FigureStoreTests(StoreKind.Postgres);
