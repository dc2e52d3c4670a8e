using Weir.Storage;
using Weir.Storage.Models;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Models;

public sealed class DeploymentStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;

    public DeploymentStoreTests()
    {
        _store = WeirStore.Open(_directory.Path, _time);
        ToyModels.Champion(_store, "v1");
        foreach (var version in (string[])["v2", "v3"]) ToyModels.Passed(_store, version);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_newer_challenger_replaces_the_older_by_name()
    {
        Begin("v2");
        Begin("v3");
        Assert.Equal("v3", _store.Deployments.Running()!.Version);
        var older = _store.Deployments.Recent(5)[1];
        Assert.Equal(("v2", "replaced", "v3 took its place"), (older.Version, older.Outcome, older.Reason));
        Assert.Equal(["shadow v3", "replaced v2", "shadow v2"], _store.Models.History(3).Select(step => $"{step.Kind} {step.Version}"));
    }

    [Fact]
    public void The_champion_never_runs_beside_itself_and_nothing_runs_without_one()
    {
        Assert.Null(_store.Deployments.Begin("v1", "shadow", 0, TimeSpan.FromHours(1), "test", "x"));
        using var directory = new TempDirectory();
        using var empty = WeirStore.Open(directory.Path, _time);
        ToyModels.Passed(empty, "v2");
        Assert.Null(empty.Deployments.Begin("v2", "shadow", 0, TimeSpan.FromHours(1), "test", "x"));
    }

    [Fact]
    public void A_promotion_ends_what_runs_in_the_same_step()
    {
        Begin("v2");
        _store.Models.Promote("v2", "weir", "shadow passed");
        Assert.Null(_store.Deployments.Running());
        Assert.Equal(("promoted", "shadow passed"), (_store.Deployments.Recent(1)[0].Outcome, _store.Deployments.Recent(1)[0].Reason));
        Begin("v3");
        _store.Models.Rollback("anna", "false alarms");
        Assert.Equal(("v3", "dropped", "the champion v2 was rolled back"), (_store.Deployments.Recent(1)[0].Version, _store.Deployments.Recent(1)[0].Outcome, _store.Deployments.Recent(1)[0].Reason));
    }

    [Fact]
    public void What_was_seen_adds_up_while_it_runs_and_not_afterwards()
    {
        var id = Begin("v2");
        var pair = new ShadowPair(7, 0.1, 0.9, 1, 3);
        _store.Deployments.Saw(id, new ShadowCounts(10, 8, 1, 1, 0, 5, 0.5, 1.5), [pair, pair with { ChampionScore = 0.3 }]);
        _store.Deployments.Saw(id, new ShadowCounts(10, 10, 0, 0, 1, 0, 0, 0.5), [pair with { SubjectKey = 8 }]);
        var counts = _store.Deployments.Running()!.Counts;
        Assert.Equal(new ShadowCounts(20, 18, 1, 1, 1, 5, 0.5, 2), counts);
        Assert.Equal((0.9, 0.1, 0.1), (counts.Agreement!.Value, counts.Flips!.Value, counts.MeanDistance!.Value));
        Assert.Equal(pair, _store.Deployments.Pairs(id)[7]);
        Assert.True(_store.Deployments.Drop(id, "anna", "enough"));
        Assert.False(_store.Deployments.Drop(id, "anna", "again"));
        _store.Deployments.Saw(id, counts, [pair with { SubjectKey = 9 }]);
        Assert.Equal((20, 2), (_store.Deployments.Recent(1)[0].Counts.Seen, _store.Deployments.Pairs(id).Count));
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, _store.Deployments.Clean(_time.GetUtcNow()));
    }

    [Fact]
    public void Readers_are_told_of_each_change()
    {
        var before = _store.Settings.Revision(ModelStore.Revision);
        _store.Deployments.Drop(Begin("v2"), "test", "x");
        Assert.Equal(before + 2, _store.Settings.Revision(ModelStore.Revision));
    }

    private long Begin(string version) => _store.Deployments.Begin(version, "shadow", 0, TimeSpan.FromHours(24), "test", "trial")!.Id;
}
