using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

/// <summary>Deployments that die between any two steps, as a killed process does.</summary>
public sealed class DeploymentDeathTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly DyingTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("promote")]
    [InlineData("shadow")]
    [InlineData("ab")]
    public void There_is_always_one_whole_champion_and_the_next_start_ends_what_was_begun(string mode)
    {
        using (var store = Open())
        {
            ToyModels.Champion(store, "v1");
            ToyModels.Passed(store, "v0");
        }

        var deaths = 0;
        while (!Survives(deaths, mode)) deaths++;
        Assert.InRange(deaths, 2, 200);
        using var after = Open();
        Assert.Equal("v2", after.Models.Champion()!.Version);
        Assert.Equal(1, after.Models.History(1000).Count(step => step is { Kind: "promoted", Version: "v2" }));
        Assert.Null(after.Deployments.Running());
        Assert.Null(after.Audit.FirstBroken());
    }

    [Fact]
    public void A_rollback_that_dies_has_happened_or_has_not()
    {
        using (var store = Open())
        {
            ToyModels.Champion(store, "v1");
            ToyModels.Champion(store, "v2");
        }

        for (var steps = 0; ; steps++)
        {
            using var store = Open();
            var survived = Lives(steps, () => new ModelRegistry(store).Rollback("anna", "false alarms", "v1"));
            Whole(survived ? "v1" : "v2", "v1");
            if (survived) return;
        }
    }

    private bool Survives(int steps, string mode)
    {
        using var store = Open();
        var plan = new DeploymentPlan { Mode = mode };
        var survived = Lives(steps, () =>
        {
            if (store.Models.Find("v2")?.GatesPassed is null) ToyModels.Passed(store, "v2");
            new Deployer(store, plan).Deploy("v2", "weir");
            new ShadowJudge(store, plan, ToyModels.Open).Look(_time.GetUtcNow().AddDays(2), TestContext.Current.CancellationToken);
        });
        Whole("v1", "v2");
        return survived;
    }

    private bool Lives(int steps, Action act)
    {
        _time.Left = steps;
        try
        {
            act();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            _time.Left = null;
        }
    }

    private void Whole(params string[] allowed)
    {
        using var store = Open();
        var champion = store.Models.Champion()!.Version;
        Assert.Contains(champion, allowed);
        Assert.True(new ModelRegistry(store).IsWhole(champion));
        Assert.Equal(champion, store.Reigns.At(_time.GetUtcNow())!.Version);
        Assert.True(store.Deployments.Running() is null or { Champion: "v1", Version: "v2" });
    }

    private WeirStore Open() => WeirStore.Open(_directory.Path, _time);

    /// <summary>A clock that ends the work when it is asked once too often: each write asks it, inside its transaction.</summary>
    private sealed class DyingTime : TimeProvider
    {
        public int? Left { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (Left-- <= 0) throw new OperationCanceledException();
            return new DateTimeOffset(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
        }
    }
}
