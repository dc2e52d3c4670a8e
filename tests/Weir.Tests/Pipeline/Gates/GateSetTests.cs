using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Gates;
using Xunit;

namespace Weir.Tests.Pipeline.Gates;

public class GateSetTests
{
    private static readonly EvaluationReport Good = new()
    {
        Model = "v2",
        Sha256 = "ff",
        RocAuc = One(0.99),
        PrAuc = One(0.99),
        TprAt1Percent = One(0.8),
        TprAt01Percent = One(0.5),
        AtPhishing = new OperatingPoint(0.9, 0.9, 0.99, 0.7, 0.8, 0.001),
        AtSuspicious = new OperatingPoint(0.5, 0.9, 0.95, 0.8, 0.87, 0.01),
        EceCorrected = 0.02,
        Homepages = new HomepageFigures(1000, 2, 10),
    };

    [Fact]
    public void A_good_first_model_passes_every_gate() => Assert.All(Judge(Good), gate => Assert.True(gate.Passed, gate.Sentence));

    [Fact]
    public void Each_gate_refuses_its_own_fault_with_figure_and_limit()
    {
        Refused("accuracy", Good with { AtSuspicious = Good.AtSuspicious with { Accuracy = 0.5 } });
        Refused("f1", Good with { AtSuspicious = Good.AtSuspicious with { F1 = 0.5 } });
        Refused("fpr", Good with { AtPhishing = Good.AtPhishing with { FalsePositiveRate = 0.05 } });
        Refused("tpr", Good with { TprAt1Percent = One(0.1) });
        Refused("calibration", Good with { EceCorrected = 0.5 });
        Refused("homepages", Good with { Homepages = new HomepageFigures(1000, 50, 60) });
        Refused("tpr", Good with { TprAt1Percent = new Figure(null, null, null) });
    }

    [Theory]
    [InlineData(0.02, 0.01, false, true)]
    [InlineData(0.02, -0.001, false, false)]
    [InlineData(0.001, -0.004, true, true)]
    [InlineData(-0.01, -0.02, true, false)]
    public void Only_a_significantly_better_or_a_renewing_challenger_passes(double value, double low, bool isOld, bool passes)
    {
        var comparison = new Comparison("v1", new Figure(value, low, value + 0.01), One(0));
        var gate = GateSet.Judge(new GateInput(Good, comparison, isOld, new GateLimits())).Single(gate => gate.Name == "champion");
        Assert.Equal(passes, gate.Passed);
        Assert.Contains("v1", gate.Sentence);
    }

    [Fact]
    public void Limits_come_from_the_environment_before_the_settings_as_share_or_percent()
    {
        var faults = new List<string>();
        var settings = new Dictionary<string, string> { ["Gates:Accuracy"] = "92.5", ["Gates:F1"] = "70%", ["Gates:Recall"] = "0.5" };
        var limits = GateLimits.From(settings, faults);
        Assert.Equal((0.925, 0.7, 0.5, 0.01), (limits.Accuracy, limits.F1, limits.TruePositiveRate, limits.FalsePositiveRate));
        Assert.Empty(faults);
        settings["Gates:FalsePositives"] = "much";
        settings["Gates:Homepages"] = "NaN";
        GateLimits.From(settings, faults);
        Assert.Contains("Gates:FalsePositives", faults[0]);
        Assert.Contains("Gates:Homepages", faults[1]);
    }

    private static void Refused(string name, EvaluationReport report) =>
        Assert.Equal([name], Judge(report).Where(gate => !gate.Passed).Select(gate => gate.Name));

    private static IReadOnlyList<GateResult> Judge(EvaluationReport report) => GateSet.Judge(new GateInput(report, null, false, new GateLimits()));

    private static Figure One(double value) => new(value, value - 0.01, value + 0.01);
}
