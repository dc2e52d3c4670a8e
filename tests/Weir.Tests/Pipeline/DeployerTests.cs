using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class DeployerTests(StoreKind kind) : StoreTests(kind)
{
    [Theory]
    [InlineData("promote", "promoted", "v2")]
    [InlineData("shadow", "shadow", "v1")]
    [InlineData("ab", "ab", "v1")]
    public void The_plan_says_how_a_challenger_gets_to_work(string mode, string outcome, string champion)
    {
        Two();
        var deployer = new Deployer(Store, new DeploymentPlan { Mode = mode, Share = 0.25 });
        Assert.Equal((outcome, "v2"), (deployer.Deploy("v2", "weir").Outcome, "v2"));
        Assert.Equal(champion, Store.Models.Champion()!.Version);
        Assert.Equal(mode == "promote" ? null : (double?)(mode == "ab" ? 0.25 : 0), Store.Deployments.Running()?.Share);
        // Asked once more, as after an interruption, it finds all done.
        Assert.Equal(outcome, deployer.Deploy("v2", "weir").Outcome);
        Assert.True(Store.Deployments.Recent(5).Count <= 1);
    }

    [Fact]
    public void The_first_champion_and_one_in_place_of_a_damaged_one_are_promoted_at_once()
    {
        ToyModels.Passed(Store, "v1");
        var deployer = new Deployer(Store, new DeploymentPlan { Mode = "shadow" });
        Assert.Equal("promoted", deployer.Deploy("v1", "weir").Outcome);
        File.WriteAllText(Place.File("models/v1.weir"), "cut");
        ToyModels.Passed(Store, "v2");
        Assert.Equal("promoted", deployer.Deploy("v2", "weir").Outcome);
    }

    [Fact]
    public void What_no_gate_passed_is_neither_promoted_nor_shadowed()
    {
        Two();
        new ModelRegistry(Store).Register(ToyModels.File("v3"), new ModelOrigin("import", "x"), "test");
        foreach (var mode in (string[])["promote", "shadow", "ab"])
        {
            var result = new Deployer(Store, new DeploymentPlan { Mode = mode }).Deploy("v3", "weir");
            Assert.Equal((false, "refused"), (result.Done, result.Outcome));
            Assert.Contains("not been judged", result.Sentence);
        }

        Assert.Null(Store.Deployments.Running());
    }

    [Fact]
    public void A_version_that_was_rolled_back_does_not_come_back_by_itself()
    {
        Two();
        var (deployer, registry) = (new Deployer(Store, new DeploymentPlan()), new ModelRegistry(Store));
        deployer.Deploy("v2", "weir");
        registry.Rollback("anna", "false alarms");
        Time.Advance(TimeSpan.FromDays(30));
        var again = deployer.Deploy("v2", "weir");
        Assert.Equal("refused", again.Outcome);
        Assert.Contains("false alarms", again.Sentence);
        Assert.Equal("v1", Store.Models.Champion()!.Version);
        Assert.True(registry.Promote("v2", "anna").Done);
    }

    [Fact]
    public void Soon_after_a_rollback_a_new_challenger_runs_in_the_shadow_first()
    {
        Two();
        ToyModels.Passed(Store, "v3");
        var deployer = new Deployer(Store, new DeploymentPlan { CoolDown = TimeSpan.FromHours(48), ShadowLength = TimeSpan.FromHours(24) });
        deployer.Deploy("v2", "weir");
        new ModelRegistry(Store).Rollback("weir", "false alarms");
        Assert.Equal("shadow", deployer.Deploy("v3", "weir").Outcome);
        Assert.Equal(Time.GetUtcNow().AddHours(48), Store.Deployments.Running()!.EndsAt);
        Time.Advance(TimeSpan.FromHours(49));
        Assert.Equal("promoted", deployer.Deploy("v3", "weir").Outcome);
    }

    [Fact]
    public void A_rollback_skips_a_version_whose_file_is_damaged_and_can_be_told_where_to_go()
    {
        foreach (var version in (string[])["v1", "v2", "v3", "v4"]) ToyModels.Champion(Store, version);
        File.WriteAllText(Place.File("models/v3.weir"), "cut");
        var registry = new ModelRegistry(Store);
        Assert.Contains("v3.weir", registry.Rollback("anna", "x", to: "v3").Reason);
        Assert.True(registry.Rollback("anna", "x").Done);
        Assert.Equal("v2", Store.Models.Champion()!.Version);
        Assert.True(registry.Rollback("anna", "and back", to: "v4").Done);
        Assert.True(registry.Rollback("anna", "far", to: "v1").Done);
        Assert.Equal("v1", Store.Models.Champion()!.Version);
        Assert.Contains("never champion", registry.Rollback("anna", "x", to: "v9").Reason);
        Assert.Contains("is the champion", registry.Rollback("anna", "x", to: "v1").Reason);
        Assert.Contains("first champion", registry.Rollback("anna", "x").Reason);
    }

    private void Two()
    {
        ToyModels.Champion(Store, "v1");
        ToyModels.Passed(Store, "v2");
    }
}

public sealed class DeployerOnSqlite() : DeployerTests(StoreKind.Sqlite);

public sealed class DeployerOnPostgres() : DeployerTests(StoreKind.Postgres);
