using Weir.Learning.Numerics;

namespace Weir.Learning.Explaining;

/// <summary>The score of a text of which some tokens are left out: <c>kept[i]</c> tells whether token i stands.</summary>
public delegate double KeptTokensScore(ReadOnlySpan<bool> kept);

/// <summary>What the tokens of one text contribute to its score.</summary>
/// <param name="Score">Score of the whole text.</param>
/// <param name="Intercept">Value of the local fit when every token is left out.</param>
/// <param name="Contributions">One a token, in units of the score; with the intercept they add up to <paramref name="Fit"/>.</param>
/// <param name="Fit">Value of the local fit for the whole text.</param>
/// <param name="RSquared">Share of the weighted variance of the scores that the fit explains, at most 1; 1 when all are equal.</param>
public sealed record LimeExplanation(double Score, double Intercept, double[] Contributions, double Fit, double RSquared);

/// <summary>
/// A local explanation of any scorer (LIME: Ribeiro, Singh, Guestrin 2016): tokens are left out at random, and a linear function
/// of the tokens kept is fitted to the scores, texts near the whole one weighing most. The same seed gives the same numbers.
/// </summary>
public static class Lime
{
    /// <summary>Most tokens that are told apart.</summary>
    public const int MostTokens = 256;

    /// <summary>Explains a text of so many tokens.</summary>
    /// <exception cref="ArgumentException">A parameter or the number of tokens is out of range, or a score is not finite.</exception>
    public static LimeExplanation Explain(int tokens, KeptTokensScore score, LimeParameters p)
    {
        p.Check();
        if (tokens is < 0 or > MostTokens) throw new ArgumentException($"{tokens} tokens are not in 0 .. {MostTokens}.", nameof(tokens));
        var masks = Masks(tokens, p);
        var scores = Array.ConvertAll(masks, mask => Finite(score(mask)));
        var weights = Array.ConvertAll(masks, mask => Weight(mask, p.KernelWidth));
        var (intercept, slopes) = RidgeFit.Solve(masks, scores, weights, p.Ridge);
        var fit = intercept;
        foreach (var slope in slopes) fit += slope;
        return new LimeExplanation(scores[0], intercept, slopes, fit, RSquared(masks, scores, weights, intercept, slopes));
    }

    /// <summary>The whole text first; then every other choice of tokens when there are few enough, else random ones.</summary>
    private static bool[][] Masks(int tokens, LimeParameters p)
    {
        var isSmall = tokens < 20 && 1 << tokens <= p.Samples;
        var masks = new bool[isSmall ? 1 << tokens : p.Samples][];
        var random = new Xoshiro256(p.Seed);
        var order = Enumerable.Range(0, tokens).ToArray();
        for (var i = 0; i < masks.Length; i++)
        {
            var mask = masks[i] = new bool[tokens];
            for (var t = 0; t < tokens; t++) mask[t] = !isSmall || (i >> t & 1) == 0;
            if (isSmall || i == 0) continue;
            random.Shuffle(order.AsSpan());
            foreach (var token in order.AsSpan(0, 1 + random.NextInt(tokens))) mask[token] = false;
        }
        return masks;
    }

    private static double Weight(bool[] mask, double width)
    {
        var share = mask.Length == 0 ? 1 : mask.Count(kept => kept) / (double)mask.Length;
        var distance = (1 - Math.Sqrt(share)) / width;
        return StableMath.Exp(-distance * distance);
    }

    private static double RSquared(bool[][] masks, double[] scores, double[] weights, double intercept, double[] slopes)
    {
        double sum = 0, total = 0, residual = 0, all = 0;
        for (var i = 0; i < scores.Length; i++) (sum, total) = (sum + weights[i] * scores[i], total + weights[i]);
        for (var i = 0; i < scores.Length; i++)
        {
            var fit = intercept;
            for (var t = 0; t < slopes.Length; t++) fit += masks[i][t] ? slopes[t] : 0;
            residual += weights[i] * (scores[i] - fit) * (scores[i] - fit);
            all += weights[i] * (scores[i] - sum / total) * (scores[i] - sum / total);
        }
        return all > 0 ? 1 - residual / all : 1;
    }

    private static double Finite(double score) =>
        double.IsFinite(score) ? score : throw new ArgumentException($"The scorer gave {score} for a perturbed text; it must be finite.", nameof(score));
}
