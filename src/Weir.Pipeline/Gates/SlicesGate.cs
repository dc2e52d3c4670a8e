using System.Globalization;
using Weir.Pipeline.Evaluation;

namespace Weir.Pipeline.Gates;

/// <summary>No slice may fall against the champion by more than its noise and the allowed loss.</summary>
internal sealed class SlicesGate : IGate
{
    private const int MostNamed = 3;

    public GateResult Judge(GateInput input)
    {
        var limit = -input.Limits.SliceLoss;
        var slices = input.Comparison?.Slices ?? [];
        if (slices.Count == 0) return new GateResult("slices", true, null, limit, "No slice is large enough to be compared with a champion.");
        var fallen = slices.Where(slice => slice.Difference.High < limit).OrderBy(slice => slice.Difference.High).ToList();
        var worst = slices.MinBy(slice => slice.Difference.High)!;
        return new GateResult("slices", fallen.Count == 0, worst.Difference.High, limit, fallen.Count == 0
            ? $"None of {slices.Count} slices falls by more than {Points(input.Limits.SliceLoss)} points beyond its noise; the nearest is {Sentence(worst)}."
            : $"{fallen.Count} of {slices.Count} slices {(fallen.Count == 1 ? "falls" : "fall")} by more than {Points(input.Limits.SliceLoss)} points beyond the noise: {string.Join("; ", fallen.Take(MostNamed).Select(Sentence))}.");
    }

    private static string Sentence(SliceDifference slice) => string.Create(CultureInfo.InvariantCulture,
        $"{(slice.IsPhishing ? "phishing" : "benign")} of {slice.Kind} {slice.Name} ({slice.Rows:N0} rows) by {Points(slice.Difference.Value)} points ({Points(slice.Difference.Low)} to {Points(slice.Difference.High)})");

    private static string Points(double? share) => Limit.Text(Math.Round(100 * (share ?? double.NaN), 2));
}
