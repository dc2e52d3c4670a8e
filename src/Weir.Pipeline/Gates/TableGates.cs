namespace Weir.Pipeline.Gates;

/// <summary>
/// The gates of models of tables: accuracy and F1 at the threshold of phishing by the same settings as for addresses, calibration, size and
/// time; no column may be a copy of the target; and a challenger must not be worse than the champion beyond the noise of the rows.
/// </summary>
public static class TableGates
{
    private const int MostNamed = 5;

    /// <summary>The answers of all gates.</summary>
    public static IReadOnlyList<GateResult> Judge(GateInput input) =>
    [
        Limit.AtLeast("accuracy", "accuracy", input.Report.AtPhishing.Accuracy, input.Limits.Accuracy),
        Limit.AtLeast("f1", "F1", input.Report.AtPhishing.F1, input.Limits.F1),
        new CalibrationGate().Judge(input),
        new SizeGate().Judge(input),
        input.Report.Microseconds is { } time
            ? Limit.AtMost("time", "time to judge a row in microseconds", time, input.Limits.Microseconds)
            : new GateResult("time", true, null, input.Limits.Microseconds, "There were no rows to take the time with."),
        Leak(input.Copies),
        Champion(input),
    ];

    private static GateResult Leak(IReadOnlyList<string> copies) => new("leak", copies.Count == 0, copies.Count, 0, copies.Count == 0
        ? "No column is a copy of the target."
        : $"{string.Join(", ", copies.Take(MostNamed).Select(column => $"'{column}'"))} {(copies.Count == 1 ? "says" : "say")} the same as the target in every row, so that the figures mean nothing and rows without the answer cannot be judged: make {(copies.Count == 1 ? "the column" : "such columns")} 'ignored' in the schema and train again.");

    private static GateResult Champion(GateInput input)
    {
        if (input.Comparison is not { } comparison) return new GateResult("champion", true, null, 0, "There is no champion that could be loaded to compare with.");
        var (auc, accuracy) = (comparison.RocAuc, comparison.Accuracy);
        var passed = auc.High >= 0 && accuracy.High >= 0;
        var figures = $"AUC differs from {comparison.Champion} by {Limit.Text(auc.Value ?? double.NaN)} (95 % interval {Limit.Text(auc.Low ?? double.NaN)} to {Limit.Text(auc.High ?? double.NaN)}), "
            + $"accuracy by {Limit.Text(accuracy.Value ?? double.NaN)} ({Limit.Text(accuracy.Low ?? double.NaN)} to {Limit.Text(accuracy.High ?? double.NaN)})";
        return new GateResult("champion", passed, Math.Min(auc.High ?? double.NaN, accuracy.High ?? double.NaN), 0, figures + (passed ? ": not worse beyond noise." : ": worse."));
    }
}
