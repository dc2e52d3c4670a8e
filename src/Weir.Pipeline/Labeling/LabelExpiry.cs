using Weir.Storage;
using Weir.Storage.Review;

namespace Weir.Pipeline.Labeling;

/// <summary>
/// Gives up phishing labels that no feed has confirmed for long and that the world contradicts by now: the site is popular, or its
/// domain (unless many tenants share it) is called benign. Old phishing of which nothing else is known still teaches, and stays.
/// </summary>
internal static class LabelExpiry
{
    private const int Batch = 5_000;

    public static int Run(WeirStore store, LabelSettings settings, Func<string, bool> isPopular, Func<string, bool> isShared)
    {
        var old = new List<OldLabel>();
        store.SetAsides.ReadOld(store.Time.GetUtcNow() - settings.StaleAfter, old.Add);
        var domains = old.Select(label => label.Registrable).Where(domain => !isShared(domain)).ToHashSet(StringComparer.Ordinal);
        var benign = store.SetAsides.WithBenign(domains);
        var stale = old.Where(label => benign.Contains(label.Registrable) || isPopular(HostOf(label.Canonical))).Select(label => label.SampleId).ToArray();
        foreach (var batch in stale.Chunk(Batch)) store.SetAsides.Expire(batch);
        return stale.Length;
    }

    private static string HostOf(string canonical) => canonical.IndexOf('/') is > 0 and var end ? canonical[..end] : canonical;
}
