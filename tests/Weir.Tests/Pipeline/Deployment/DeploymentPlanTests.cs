using Weir.Pipeline.Deployment;
using Xunit;

namespace Weir.Tests.Pipeline.Deployment;

public sealed class DeploymentPlanTests
{
    [Fact]
    public void Settings_are_read_with_their_units()
    {
        var faults = new List<string>();
        var plan = DeploymentPlan.From(new Dictionary<string, string>
        {
            ["Deployment:Mode"] = "AB",
            ["Deployment:Share"] = "25",
            ["Deployment:ShadowHours"] = "48",
            ["Deployment:ShadowSubjects"] = "5000",
            ["Deployment:MostFlips"] = "3 %",
            ["Deployment:CoolDown"] = "12h",
            ["Deployment:Rollback"] = "off",
        }, faults);
        Assert.Empty(faults);
        Assert.Equal(new DeploymentPlan { Mode = "ab", Share = 0.25, ShadowLength = TimeSpan.FromHours(48), ShadowSubjects = 5000, MostFlips = 0.03, CoolDown = TimeSpan.FromHours(12), Rollback = false }, plan);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var faults = new List<string>();
        DeploymentPlan.From(new Dictionary<string, string> { ["Deployment:Mode"] = "canary", ["Deployment:Share"] = "0", ["Deployment:Speed"] = "1" }, faults);
        VerdictSettings.From(new Dictionary<string, string> { ["Verdicts:Share"] = "-1", ["Verdicts:Days"] = "0" }, faults);
        Assert.Equal(5, faults.Count);
        Assert.Contains(faults, fault => fault.Contains("promote, shadow, ab", StringComparison.Ordinal));
    }
}
