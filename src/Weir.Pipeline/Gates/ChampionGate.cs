namespace Weir.Pipeline.Gates;

/// <summary>
/// A challenger must be better than the champion: the paired interval of TPR at 1 % FPR lies above zero. When the champion is
/// older than the training interval, it is enough that the lower bound loses no more than the allowed half point, so that the
/// loop renews itself.
/// </summary>
internal sealed class ChampionGate : IGate
{
    private const string Name = "champion";

    public GateResult Judge(GateInput input)
    {
        if (input.Comparison is not { } comparison)
            return new GateResult(Name, true, null, 0, "There is no champion that could be loaded to compare with.");
        var difference = comparison.TprAt1Percent;
        var limit = input.IsChampionOld ? -input.Limits.RenewalLoss : 0;
        var isBetter = difference.Low > 0;
        var passed = isBetter || (input.IsChampionOld && difference.Low >= limit);
        return new GateResult(Name, passed, difference.Low, limit, Sentence(input, passed, isBetter));
    }

    private static string Sentence(GateInput input, bool passed, bool isBetter)
    {
        var difference = input.Comparison!.TprAt1Percent;
        var figures = difference.Value is null
            ? "TPR at 1 % FPR cannot be compared"
            : $"TPR at 1 % FPR differs from {input.Comparison.Champion} by {Points(difference.Value)} points (95 % interval {Points(difference.Low)} to {Points(difference.High)})";
        if (isBetter) return figures + ": significantly better.";
        if (passed) return figures + ": not worse, and the champion is older than the training interval.";
        return figures + (input.IsChampionOld
            ? $": the lower bound loses more than {Points(input.Limits.RenewalLoss)} points."
            : ": not significantly better, and the champion is younger than the training interval.");
    }

    private static string Points(double? share) => Limit.Text(100 * (share ?? double.NaN));
}
