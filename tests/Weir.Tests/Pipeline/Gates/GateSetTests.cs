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
        Refused("alarms", Good with { AtSuspicious = Good.AtSuspicious with { FalsePositiveRate = 0.2 } });
        Refused("tpr-strict", Good with { Rows = 4000, Phishing = 2000, TprAt01Percent = One(0.02) });
        Refused("evasion", Good with { Evasion = new EvasionFigures(1000, 190, "short links", 0.8) });
        Refused("size", Good with { ModelBytes = 100L << 20 });
        Refused("time", Good with { Microseconds = 900 });
    }

    [Fact]
    public void Every_gate_answers_with_figure_limit_and_a_sentence()
    {
        var gates = Judge(Good with { Rows = 4000, Phishing = 2000, Evasion = new EvasionFigures(1000, 9, "short links", 0.2), ModelBytes = 5 << 20, Microseconds = 9, Gold = new GoldFigures(3, 3) });
        Assert.Equal(["accuracy", "f1", "fpr", "alarms", "tpr", "tpr-strict", "calibration", "homepages", "gold", "evasion", "slices", "size", "time", "champion"], gates.Select(gate => gate.Name));
        Assert.All(gates, gate => Assert.EndsWith(".", gate.Sentence));
        Assert.Contains("0.009; at most 0.1 is allowed; the worst form is 'short links' with 0.2", gates.Single(gate => gate.Name == "evasion").Sentence);
        Assert.Contains("5242880", gates.Single(gate => gate.Name == "size").Sentence);
    }

    [Fact]
    public void A_lost_gold_subject_is_named_defanged()
    {
        var comparison = new Comparison("v1", One(0.02), One(0)) { GoldLost = ["http://bad.test/login"] };
        var gate = One("gold", Good with { Gold = new GoldFigures(10, 8) }, comparison);
        Assert.False(gate.Passed);
        Assert.Equal("8 of 10 gold subjects are right; 1 that v1 has right is lost, none may be: hxxp://bad[.]test/login.", gate.Sentence);
        Assert.True(One("gold", Good with { Gold = new GoldFigures(10, 8) }, comparison with { GoldLost = [] }).Passed);
    }

    [Theory]
    [InlineData(-0.03, 0.01, true)]
    [InlineData(-0.03, -0.009, true)]
    [InlineData(-0.03, -0.02, false)]
    public void A_slice_that_falls_beyond_its_noise_is_named(double value, double high, bool passes)
    {
        var comparison = new Comparison("v1", One(0.02), One(0)) { Slices = [new("source", "bank list", true, 500, new Figure(value, -0.05, high)), new("path", "root", false, 900, One(0))] };
        var gate = One("slices", Good, comparison);
        Assert.Equal(passes, gate.Passed);
        Assert.Contains("phishing of source bank list (500 rows) by -3 points", gate.Sentence);
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

    private static GateResult One(string name, EvaluationReport report, Comparison comparison) =>
        GateSet.Judge(new GateInput(report, comparison, false, new GateLimits())).Single(gate => gate.Name == name);

    private static Figure One(double value) => new(value, value - 0.01, value + 0.01);
}
