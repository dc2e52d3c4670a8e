using Weir.Storage.Review;

namespace Weir.Pipeline.Labeling;

/// <summary>
/// Counts the new claims of one import feed by feed, and remembers those that something speaks against. Odd claims count once a
/// host: the many addresses of one abused platform are one oddity.
/// </summary>
internal sealed class ImportReview(UnreviewedImport import, ClaimJudge judge)
{
    private readonly Dictionary<long, FeedBatch> _batches = [];
    private readonly HashSet<(long FeedId, string Host, Doubt Doubt)> _seen = [];
    private readonly List<AsideClaim> _always = [];
    private readonly List<AsideClaim> _whenUnusual = [];
    private readonly List<(long SampleId, bool IsPhishing)> _borneOut = [];

    /// <summary>The counts, one entry a feed.</summary>
    public IReadOnlyCollection<FeedBatch> Batches => _batches.Values;

    /// <summary>Samples of which a second feed, or the same anew, now says what had been set aside.</summary>
    public IReadOnlyCollection<(long SampleId, bool IsPhishing)> BorneOut => _borneOut;

    /// <summary>Takes a sample of the import.</summary>
    public void Take(ClaimedSample sample)
    {
        foreach (var claim in sample.Claims)
        {
            if (claim.IsRenewed) _borneOut.Add((sample.Id, claim.IsPhishing));
            if (claim.IsNew) Take(sample, claim);
        }
    }

    /// <summary>The claims to set aside, with the unusual ones of the feeds that stray from their history.</summary>
    public IReadOnlyCollection<AsideClaim> SetAside(Func<long, bool> isUnusual) => [.. _always, .. _whenUnusual.Where(claim => isUnusual(claim.FeedId))];

    private void Take(ClaimedSample sample, FeedClaim claim)
    {
        if (!_batches.TryGetValue(claim.FeedId, out var batch))
            _batches[claim.FeedId] = batch = new FeedBatch { FeedId = claim.FeedId, ImportId = import.Id, At = import.At };
        var (doubt, clears) = judge.Judge(sample, claim);
        batch.Claims++;
        if (claim.IsPhishing) batch.Phishing++;
        if (IsFirst(Doubt.Popular)) batch.Popular++;
        if (IsFirst(Doubt.Popular | Doubt.Contradicted)) batch.Against++;
        if (IsFirst(Doubt.Cleared)) batch.Cleared++;
        if (IsFirst(Doubt.Doubted)) batch.Doubted++;
        if (sample.Claims.Any(other => other.IsSetAside && other.IsPhishing == claim.IsPhishing) && !claim.IsQuarantined) _borneOut.Add((sample.Id, claim.IsPhishing));
        if (doubt.HasFlag(Doubt.Popular)) _always.Add(Aside("popular"));
        else if (clears || doubt.HasFlag(Doubt.Contradicted)) _whenUnusual.Add(Aside("unusual"));

        bool IsFirst(Doubt any) => (doubt & any) != 0 && _seen.Add((claim.FeedId, sample.Host, any));

        AsideClaim Aside(string kind) => new(sample.Id, claim.FeedId, claim.IsPhishing, kind);
    }
}
