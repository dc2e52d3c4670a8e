using Weir.Storage.Models;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Models;

public abstract class DeploymentStoreTests : StoreTests
{
    protected DeploymentStoreTests(StoreKind kind) : base(kind)
    {
        ToyModels.Champion(Store, "v1");
        foreach (var version in (string[])["v2", "v3"]) ToyModels.Passed(Store, version);
    }

    [Fact]
    public void A_newer_challenger_replaces_the_older_by_name()
    {
        Begin("v2");
        Begin("v3");
        Assert.Equal("v3", Store.Deployments.Running()!.Version);
        var older = Store.Deployments.Recent(5)[1];
        Assert.Equal(("v2", "replaced", "v3 took its place"), (older.Version, older.Outcome, older.Reason));
        Assert.Equal(["shadow v3", "replaced v2", "shadow v2"], Store.Models.History(3).Select(step => $"{step.Kind} {step.Version}"));
    }

    [Fact]
    public void The_champion_never_runs_beside_itself_and_nothing_runs_without_one()
    {
        Assert.Null(Store.Deployments.Begin("v1", "shadow", 0, TimeSpan.FromHours(1), "test", "x"));
        using var place = new TempDatabase(Kind);
        using var empty = place.Open(Time);
        ToyModels.Passed(empty, "v2");
        Assert.Null(empty.Deployments.Begin("v2", "shadow", 0, TimeSpan.FromHours(1), "test", "x"));
    }

    [Fact]
    public void A_promotion_ends_what_runs_in_the_same_step()
    {
        Begin("v2");
        Store.Models.Promote("v2", "weir", "shadow passed");
        Assert.Null(Store.Deployments.Running());
        Assert.Equal(("promoted", "shadow passed"), (Store.Deployments.Recent(1)[0].Outcome, Store.Deployments.Recent(1)[0].Reason));
        Begin("v3");
        Store.Models.Rollback("anna", "false alarms");
        Assert.Equal(("v3", "dropped", "the champion v2 was rolled back"), (Store.Deployments.Recent(1)[0].Version, Store.Deployments.Recent(1)[0].Outcome, Store.Deployments.Recent(1)[0].Reason));
    }

    [Fact]
    public void What_was_seen_adds_up_while_it_runs_and_not_afterwards()
    {
        var id = Begin("v2");
        var pair = new ShadowPair(7, 0.1, 0.9, 1, 3);
        Store.Deployments.Saw(id, new ShadowCounts(10, 8, 1, 1, 0, 5, 0.5, 1.5), [pair, pair with { ChampionScore = 0.3 }]);
        Store.Deployments.Saw(id, new ShadowCounts(10, 10, 0, 0, 1, 0, 0, 0.5), [pair with { SubjectKey = 8 }]);
        var counts = Store.Deployments.Running()!.Counts;
        Assert.Equal(new ShadowCounts(20, 18, 1, 1, 1, 5, 0.5, 2), counts);
        Assert.Equal((0.9, 0.1, 0.1), (counts.Agreement!.Value, counts.Flips!.Value, counts.MeanDistance!.Value));
        Assert.Equal(pair, Store.Deployments.Pairs(id)[7]);
        Assert.True(Store.Deployments.Drop(id, "anna", "enough"));
        Assert.False(Store.Deployments.Drop(id, "anna", "again"));
        Store.Deployments.Saw(id, counts, [pair with { SubjectKey = 9 }]);
        Assert.Equal((20, 2), (Store.Deployments.Recent(1)[0].Counts.Seen, Store.Deployments.Pairs(id).Count));
        Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, Store.Deployments.Clean(Time.GetUtcNow()));
    }

    [Fact]
    public void Readers_are_told_of_each_change()
    {
        var before = Store.Settings.Revision(ModelStore.Revision);
        Store.Deployments.Drop(Begin("v2"), "test", "x");
        Assert.Equal(before + 2, Store.Settings.Revision(ModelStore.Revision));
    }

    private long Begin(string version) => Store.Deployments.Begin(version, "shadow", 0, TimeSpan.FromHours(24), "test", "trial")!.Id;
}

public sealed class DeploymentStoreOnSqlite() : DeploymentStoreTests(StoreKind.Sqlite);

public sealed class DeploymentStoreOnPostgres() : DeploymentStoreTests(StoreKind.Postgres);
