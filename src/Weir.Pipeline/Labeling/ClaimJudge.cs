using Weir.Storage.Review;

namespace Weir.Pipeline.Labeling;

/// <summary>What speaks against a new claim. Alone = no other feed says the same.</summary>
[Flags]
internal enum Doubt
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Phishing, alone, on a popular site that the champion does not suspect.</summary>
    Popular = 1,

    /// <summary>Another feed that counts says the opposite, alone here too, and the champion does not side with the claim.</summary>
    Contradicted = 2,

    /// <summary>Benign, alone, on an unpopular site that the champion calls phishing.</summary>
    Cleared = 4,

    /// <summary>Phishing, alone, on what the champion holds for clearly benign.</summary>
    Doubted = 8,
}

/// <summary>Holds a new claim against the other feeds, popularity and the champion.</summary>
internal sealed class ClaimJudge(Func<string, double?> championScore, Func<string, bool> isPopular)
{
    private const double Suspected = 0.5;
    private const double ClearlyPhishing = 0.9;
    private const double ClearlyBenign = 0.05;

    /// <summary>What speaks against a claim of this sample, and whether it calls benign what the champion would rather call phishing.</summary>
    public (Doubt Doubt, bool Clears) Judge(ClaimedSample sample, FeedClaim claim)
    {
        if (IsBorneOut(sample, claim)) return (Doubt.None, false);
        var (score, doubt) = (championScore(sample.Subject), Doubt.None);
        if (sample.Claims.Any(other => other.FeedId != claim.FeedId && other.Counts && other.IsPhishing != claim.IsPhishing) && !SidesWith(score, claim))
            doubt |= Doubt.Contradicted;
        if (claim.IsPhishing && !(score >= Suspected) && isPopular(sample.Host)) doubt |= Doubt.Popular;
        else if (claim.IsPhishing && score <= ClearlyBenign) doubt |= Doubt.Doubted;
        var clears = !claim.IsPhishing && score >= Suspected && !isPopular(sample.Host);
        if (clears && score >= ClearlyPhishing) doubt |= Doubt.Cleared;
        return (doubt, clears);
    }

    /// <summary>Whether another feed that is not quarantined says the same.</summary>
    public static bool IsBorneOut(ClaimedSample sample, FeedClaim claim) =>
        sample.Claims.Any(other => other.FeedId != claim.FeedId && !other.IsQuarantined && other.IsPhishing == claim.IsPhishing);

    private static bool SidesWith(double? score, FeedClaim claim) => claim.IsPhishing ? score >= ClearlyPhishing : score <= ClearlyBenign;
}
