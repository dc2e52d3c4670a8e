using Weir.Pipeline.Datasets;
using Weir.Storage;

namespace Weir.Pipeline;

/// <summary>
/// The registrable domains that a version was fitted on, training and calibration, from the snapshot of its dataset. The last few are
/// kept in memory. For one thread.
/// </summary>
public sealed class TrainingDomains(WeirStore store)
{
    private const int Kept = 3;

    private readonly List<(string Hash, HashSet<string> Domains)> _known = [];

    /// <summary>The domains of a version; null when its dataset is not known (an imported model) or no longer kept.</summary>
    public IReadOnlySet<string>? Of(string version)
    {
        if (store.Models.Find(version)?.DatasetHash is not { } hash) return null;
        var at = _known.FindIndex(known => known.Hash == hash);
        if (at >= 0) return _known[at].Domains;
        if (SnapshotFile.Read(store.DataDirectory, hash) is not { } snapshot) return null;
        var domains = snapshot.Rows.Where(pair => pair.Part != Part.Test).Select(pair => pair.Row.Domain).ToHashSet(StringComparer.Ordinal);
        if (_known.Count == Kept) _known.RemoveAt(0);
        _known.Add((hash, domains));
        return domains;
    }
}
