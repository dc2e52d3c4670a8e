using Weir.Learning.Numerics;
using Weir.Pipeline.Evaluation.Evasion;

namespace Weir.Pipeline.Evaluation;

/// <summary>Tries every form of the catalogue of evasions that keeps the site on some phishing that the model catches. The same rows give the same variants.</summary>
internal static class EvasionTrial
{
    private const int Bases = 100;

    public static EvasionFigures Run(ScoringModel model, IReadOnlyList<EvaluationRow> rows, double[] scores, CancellationToken ct = default)
    {
        var caught = Enumerable.Range(0, rows.Count).Where(i => rows[i].Url.IsPhishing && scores[i] >= model.SuspiciousThreshold)
            .OrderBy(i => Order(rows[i].Url.Url)).ThenBy(i => rows[i].Url.Url, StringComparer.Ordinal)
            .Select(i => EvadingAddress.Of(rows[i].Url.Url)).OfType<EvadingAddress>().Take(Bases).ToList();
        var scorer = model.NewScorer();
        var (variants, flipped, worst) = (0, 0, (Form: (string?)null, Share: 0.0));
        foreach (var form in EvasionForms.All.Where(form => !form.IsElsewhere))
        {
            ct.ThrowIfCancellationRequested();
            var (all, flips) = Try(form, caught, url => scorer(url) >= model.SuspiciousThreshold);
            (variants, flipped) = (variants + all, flipped + flips);
            var share = (double)flips / Math.Max(1, all);
            if (share > worst.Share) worst = (form.Name, share);
        }

        return new EvasionFigures(variants, flipped, worst.Form, Math.Round(worst.Share, 6));
    }

    private static (int All, int Flips) Try(EvasionForm form, List<EvadingAddress> caught, Func<string, bool> isAlarm)
    {
        var (all, flips) = (0, 0);
        for (var i = 0; i < caught.Count; i++)
        {
            // What the form starts from must be caught itself, else nothing is turned.
            if (form.Anchor?.Invoke(caught[i], new EvasionChance(1)) is { } start && !isAlarm(start)) continue;
            if (form.Phishing(caught[i], new EvasionChance((i * 31) + form.Number.Length)) is not { } variant) continue;
            all++;
            if (!isAlarm(variant)) flips++;
        }

        return (all, flips);
    }

    private static ulong Order(string url)
    {
        var hash = 0UL;
        foreach (var c in url) hash = SplitMix64.Mix(hash ^ c);
        return hash;
    }
}
