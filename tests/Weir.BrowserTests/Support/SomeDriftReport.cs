using Weir.Learning.Drift;
using Weir.Pipeline;
using Weir.Pipeline.Monitoring;

namespace Weir.BrowserTests.Support;

/// <summary>A drift report in which everything has moved.</summary>
internal static class SomeDriftReport
{
    /// <summary>Made at a time.</summary>
    public static DriftReport Of(DateTimeOffset at) => new()
    {
        At = at,
        Model = "v1",
        From = at.AddDays(-7),
        AsksForTraining = true,
        Notes = ["Too few checks to compare " + SomeWorld.Hostile],
        Findings = [new Finding(FindingKind.Drift, FindingLevel.Warning, "url", "The feature path.length has shifted.")],
        Views = [new DriftView("samples", 5000, 1200, true, 0.4, Feature("score", DriftLevel.Shifted), [new("com", 0.5, 0.4), new(SomeWorld.Hostile, 0.1, 0.3)], BinDrift.None, [Feature("path.length", DriftLevel.Shifted), Feature("host.length", DriftLevel.None)])],
        Labels = new LabelDrift(1200, 0.4, 9000, 0.5, 0.5, BinDrift.None, DriftLevel.Notable),
        Calibration = new CalibrationDrift(800, 300, 0.08, 0.03, 0.02, [new(300, 0.1, 0.2), new(500, 0.9, 0.7)], true),
        Ageing = new AgeingCurve(0.9, 0.8, null, [new(0, at.AddDays(-14), 300, 200, 0.8, 0.7, 0.9), new(1, at.AddDays(-7), 280, 190, 0.6, 0.5, 0.7)], true),
        Anomalies = new AnomalyShares(0.99, 0.01, 0.06, 0.02, true),
        Verdicts = new VerdictShares(900, 0.1, 0.02, 7, 0.05, 0.01, true, false, [new(at.AddDays(-1), 90, 40, 700, 20), new(at.AddDays(-2), 50, 30, 800, 10)]),
    };

    private static FeatureDrift Feature(string id, DriftLevel level) => new(id, 0.2, level, 0.3, 0.2, 0.01, 0.25, 0, 0.01, double.NaN,
        [new ColumnBin(null, 0.5, BinKind.Range, 0.7, 0.4), new ColumnBin(0.5, null, BinKind.Range, 0.3, 0.6)]);
}
