using Weir.Learning.Metrics;

namespace Weir.Benchmarks.Replay;

/// <summary>
/// Four weeks after a cycle: the phishing first seen in them on domains that no feed had named before, beside the held-out benign pool,
/// under the scores of the model that renews itself and of the one that stays frozen.
/// </summary>
/// <param name="From">When the four weeks begin.</param>
/// <param name="Renewed">Scores of the loop's champion, phishing rows first, then the pool.</param>
/// <param name="Frozen">Scores of the frozen model, in the same order.</param>
/// <param name="Labels">1 = phishing.</param>
/// <param name="Groups">Registrable domains by number.</param>
internal sealed record ReplayPeriod(DateTimeOffset From, double[] Renewed, double[] Frozen, byte[] Labels, int[] Groups)
{
    private const double Fpr = 0.01;

    public int Phishing => Labels.Count(label => label == 1);

    public double RenewedTpr => new RankedRows(Renewed, Labels).TprAtFpr(Fpr);

    public double FrozenTpr => new RankedRows(Frozen, Labels).TprAtFpr(Fpr);

    /// <summary>TPR at 1 % FPR of the renewed model less that of the frozen one, 95 % paired bootstrap over domains.</summary>
    public Interval Gain => GroupBootstrap.Difference((rows, counts) => rows.TprAtFpr(Fpr, counts), Renewed, Frozen, Labels, Groups, new());

    /// <summary>Several periods as one. The pool stands in it once for each: its scores come from each period's own models.</summary>
    public static ReplayPeriod Pool(IReadOnlyList<ReplayPeriod> periods) => new(
        periods[0].From, [.. periods.SelectMany(p => p.Renewed)], [.. periods.SelectMany(p => p.Frozen)],
        [.. periods.SelectMany(p => p.Labels)], [.. periods.SelectMany(p => p.Groups)]);
}
