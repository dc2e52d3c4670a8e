using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Gates;
using Xunit;

namespace Weir.Tests.Pipeline.Gates;

public sealed class TableGatesTests
{
    private static readonly EvaluationReport Report = new()
    {
        Model = "v2",
        Sha256 = "ff",
        RocAuc = new Figure(0.9712, 0.95, 0.98),
        PrAuc = new Figure(0.97, 0.95, 0.98),
        TprAt1Percent = new Figure(0.8, 0.7, 0.9),
        TprAt01Percent = new Figure(0.5, 0.4, 0.6),
        AtPhishing = new OperatingPoint(0.5, 0.93, 0.9, 0.9, 0.9, 0.05),
        AtSuspicious = new OperatingPoint(0.25, 0.92, 0.9, 0.9, 0.9, 0.05),
        EceCorrected = 0.02,
    };

    [Theory]
    [InlineData(-0.0123, 0.0045, true, "AUC: the candidate has 0.9712, v1 has 0.9835; it may be lower by 0.0168, the noise of these rows, and is lower by 0.0123: not worse. Accuracy: the candidate has 0.93, v1 has 0.92; it is higher by 0.01: not worse.")]
    [InlineData(-0.0123, -0.0023, false, "AUC: the candidate has 0.9712, v1 has 0.9835; it may be lower by 0.01, the noise of these rows, and is lower by 0.0123: worse. Accuracy: the candidate has 0.93, v1 has 0.92; it is higher by 0.01: not worse.")]
    [InlineData(0.0, 0.01, true, "AUC: the candidate has 0.9712, v1 has 0.9712; it is the same: not worse. Accuracy: the candidate has 0.93, v1 has 0.92; it is higher by 0.01: not worse.")]
    public void The_champion_gate_says_both_figures_what_is_allowed_and_the_verdict(double value, double high, bool passed, string sentence)
    {
        var comparison = new Comparison("v1", new Figure(0, 0, 0), new Figure(value, value - 0.01, high)) { Accuracy = new Figure(0.01, -0.01, 0.03) };
        var gate = TableGates.Judge(new GateInput(Report, comparison, IsChampionOld: true, new GateLimits()))[^1];
        Assert.Equal(("champion", passed, sentence), (gate.Name, gate.Passed, gate.Sentence));
    }

    [Fact]
    public void What_cannot_be_compared_is_not_passed()
    {
        var comparison = new Comparison("v1", new Figure(null, null, null), new Figure(null, null, null)) { Accuracy = new Figure(0.01, -0.01, 0.03) };
        var gate = TableGates.Judge(new GateInput(Report, comparison, IsChampionOld: true, new GateLimits()))[^1];
        Assert.Equal((false, "AUC: it cannot be compared with that of v1 on these rows. Accuracy: the candidate has 0.93, v1 has 0.92; it is higher by 0.01: not worse."), (gate.Passed, gate.Sentence));
    }
}
