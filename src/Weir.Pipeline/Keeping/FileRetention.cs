using Weir.Storage;

namespace Weir.Pipeline.Keeping;

/// <summary>What a clean-up took away.</summary>
public sealed record Removed(IReadOnlyList<string> Models, IReadOnlyList<string> Datasets, long Bytes);

/// <summary>
/// Takes the files of old models and snapshots away; their records stay. Never taken: every champion that a rollback may go back
/// to, what the caller names as in use, what an unfinished cycle works on, and the newest of each kind.
/// </summary>
public sealed class FileRetention(WeirStore store, KeepingSettings settings)
{
    private const string Actor = "keeping";

    // A file without a record may be about to get one.
    private static readonly TimeSpan OrphanAge = TimeSpan.FromDays(1);

    private long _bytes;

    /// <summary>Cleans up; the versions in use are those that run beside the champion.</summary>
    public Removed Run(IReadOnlyCollection<string> versionsInUse)
    {
        _bytes = 0;
        var unfinished = store.Cycles.UnfinishedEverywhere();
        var models = Models([.. versionsInUse, .. store.Models.Champions(), .. unfinished.Select(cycle => cycle.Challenger ?? "")]);
        var datasets = Datasets([.. versionsInUse, store.Models.Champion()?.Version ?? ""], unfinished.Select(cycle => cycle.DatasetHash));
        Orphans("models", store.Models.Everywhere().Select(model => model.File));
        Orphans("datasets", store.Datasets.All().Select(dataset => dataset.File));
        return new Removed(models, datasets, _bytes);
    }

    private List<string> Models(HashSet<string> used)
    {
        var gone = new List<string>();
        foreach (var model in store.Models.Everywhere().GroupBy(model => model.Channel).SelectMany(channel => channel.Where(model => !used.Contains(model.Version)).Skip(settings.Models)))
        {
            if (!File.Exists(PathOf(model.File))) continue;
            // Said before it is done: a history that names too much is mended by the next run, one that names too little by nobody.
            store.Models.FileRemoved(model.Version, Actor, $"older than the {settings.Models} newest models that are kept");
            Delete(model.File);
            gone.Add(model.Version);
        }

        return gone;
    }

    private List<string> Datasets(HashSet<string> versions, IEnumerable<string?> unfinished)
    {
        var used = store.Models.All().Where(model => versions.Contains(model.Version)).Select(model => model.DatasetHash).Concat(unfinished).ToHashSet();
        var gone = new List<string>();
        foreach (var dataset in store.Datasets.All().Skip(settings.Datasets).Where(dataset => !used.Contains(dataset.Hash)))
        {
            if (!File.Exists(PathOf(dataset.File))) continue;
            Delete(dataset.File);
            gone.Add(dataset.Hash);
        }

        return gone;
    }

    // Written, and then killed before the record was: the same training would write it again under the same name.
    private void Orphans(string folder, IEnumerable<string> recorded)
    {
        var path = PathOf(folder);
        if (!Directory.Exists(path)) return;
        var known = recorded.Select(file => Path.GetFileName(file)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in new DirectoryInfo(path).EnumerateFiles().ToList())
        {
            var isOld = store.Time.GetUtcNow() - file.LastWriteTimeUtc > OrphanAge;
            if (isOld && !known.Contains(file.Name)) Delete(Path.Combine(folder, file.Name));
        }
    }

    private void Delete(string file)
    {
        var path = PathOf(file);
        _bytes += new FileInfo(path).Length;
        File.Delete(path);
    }

    private string PathOf(string file) => Path.Combine(store.DataDirectory, file);
}
