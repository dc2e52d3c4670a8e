using System.Globalization;

namespace Weir.Learning.Tuning;

/// <summary>How many candidates a budget allows, the default among them, and why not all that were asked for.</summary>
internal sealed record HalvingPlan(int Candidates, string? Cut)
{
    /// <summary>The default's fits of the first rung are behind us.</summary>
    public static HalvingPlan Of(HalvingParameters p, double[] shares, int folds, Budget budget)
    {
        var candidates = p.Candidates;
        while (candidates > 1 && !Fits(candidates, p.Factor, shares, folds, budget)) candidates--;
        if (candidates == p.Candidates) return new HalvingPlan(candidates, null);
        var text = string.Create(CultureInfo.InvariantCulture, $"The budget allows {candidates} candidates, not {p.Candidates}.");
        return new HalvingPlan(candidates, candidates > 1 ? text : "The budget allows no candidate beside the default.");
    }

    private static bool Fits(int candidates, int factor, double[] shares, int folds, Budget budget)
    {
        var (rivals, fits, work) = (candidates - 1, -folds, -folds * shares[0]);
        foreach (var share in shares)
        {
            fits += (rivals + 1) * folds;
            work += (rivals + 1) * folds * share;
            rivals = (rivals + factor - 1) / factor;
        }
        return fits + 2 <= budget.FitsLeft && (work + 2) * budget.WholeFit <= budget.SecondsLeft;
    }
}
