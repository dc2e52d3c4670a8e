using Weir.Pipeline.Evaluation;

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
        return new GateResult("champion", IsNotWorse(auc) && IsNotWorse(accuracy), Math.Min(auc.High ?? double.NaN, accuracy.High ?? double.NaN), 0,
            $"AUC: {Beside(comparison.Champion, input.Report.RocAuc.Value, auc)} Accuracy: {Beside(comparison.Champion, input.Report.AtPhishing.Accuracy, accuracy)}");
    }

    // What lies above the difference in its interval is what the draw of the rows may have done.
    private static bool IsNotWorse(Figure difference) => difference.High >= 0;

    private static string Beside(string champion, double? own, Figure difference)
    {
        if (own is not { } mine || difference is not { Value: { } more, High: { } high }) return $"it cannot be compared with that of {champion} on these rows.";
        var far = more == 0 ? "it is the same" : more > 0 ? $"it is higher by {Limit.Text(more)}"
            : $"it may be lower by {Limit.Text(Math.Max(0, high - more))}, the noise of these rows, and is lower by {Limit.Text(-more)}";
        return $"the candidate has {Limit.Text(mine)}, {champion} has {Limit.Text(mine - more)}; {far}: {(IsNotWorse(difference) ? "not worse" : "worse")}.";
    }
}
