using Weir.Detection;
using Weir.Learning;
using Weir.Pipeline.Registry;
using Weir.Storage;

namespace Weir.Benchmarks.Kill;

/// <summary>What must hold in a data directory after a kill, and after the next cycle has put it in order. Each fault is one sentence.</summary>
internal static class Aftermath
{
    // Files that are there once, whatever happens.
    private static readonly string[] Fixed = ["weir.db", "weir.db-wal", "weir.db-shm", "cycle.lock", "training.json", "verdicts.tally", "audit-anchor.json"];

    private const long MostLogBytes = 80L << 20;

    /// <summary>Faults right after a kill: a write that was acknowledged is missing, a champion that cannot judge, an altered audit log.</summary>
    public static IEnumerable<string> AfterKill(string data, Acknowledged acknowledged)
    {
        using var store = WeirStore.Open(data, TimeProvider.System);
        if (store.File.Damage() is { } damage) yield return $"the database is damaged: {damage}";
        var samples = store.Samples.CountLabels().Samples;
        if (samples < acknowledged.Samples) yield return $"{samples} samples are there, {acknowledged.Samples} were acknowledged";
        var hosts = store.Lists.All().Select(entry => entry.Value).ToHashSet();
        foreach (var host in acknowledged.Blocked.Where(host => !hosts.Contains(host))) yield return $"the list entry {host} was acknowledged and is gone";
        if (store.Audit.FirstBroken() is { } entry) yield return $"the audit log breaks at entry {entry.Entry}";
        foreach (var fault in Champion(store, acknowledged.Champion)) yield return fault;
    }

    /// <summary>Faults after the next cycle: something is still unfinished, or a file belongs to nothing.</summary>
    public static IEnumerable<string> AfterCycle(string data, Acknowledged acknowledged)
    {
        foreach (var fault in AfterKill(data, acknowledged)) yield return fault;
        using var store = WeirStore.Open(data, TimeProvider.System);
        if (store.Models.Champion() is null) yield return "no champion serves";
        if (store.Cycles.Unfinished() is { } cycle) yield return $"{cycle.Name} is still unfinished at '{cycle.Stage}'";
        foreach (var ended in store.Cycles.Recent(1000).Where(ended => ended.Outcome is not ("promoted" or "refused" or "skipped" or "abandoned")))
            yield return $"{ended.Name} ended as '{ended.Outcome}': {ended.Reason}";
        foreach (var file in Strangers(store)) yield return $"{file} belongs to nothing";
        var log = new FileInfo(store.File.Path + "-wal");
        if (log.Exists && log.Length > MostLogBytes) yield return $"the log of the database has grown to {log.Length >> 20} MiB";
    }

    private static IEnumerable<string> Champion(WeirStore store, string? acknowledged)
    {
        var champions = store.Models.Champions();
        if (champions.Count != champions.Distinct().Count()) yield return "a champion stands twice in the stack";
        if (acknowledged is not null && champions.FirstOrDefault() != acknowledged) yield return $"{acknowledged} was acknowledged as champion, {champions.FirstOrDefault() ?? "nothing"} serves";
        foreach (var version in champions)
            if (Fault(store, version) is { } fault) yield return fault;
    }

    private static string? Fault(WeirStore store, string version)
    {
        try
        {
            UrlModel.Read(new ModelRegistry(store).Read(store.Models.Find(version)!), version);
            return null;
        }
        catch (ModelFileException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>Bytes of files that no record names and that have no fixed name: what kills would pile up.</summary>
    public static long LeftBehind(string data)
    {
        using var store = WeirStore.Open(data, TimeProvider.System);
        return Strangers(store).Sum(file => new FileInfo(Path.Combine(data, file)).Length);
    }

    private static IEnumerable<string> Strangers(WeirStore store)
    {
        var known = store.Models.All().Select(model => model.File).Concat(store.Datasets.All().Select(dataset => dataset.File)).Concat(Fixed).ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFiles(store.DataDirectory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(store.DataDirectory, file)).Where(file => !known.Contains(file) && !IsLock(file) && !IsKey(file));
    }

    // They renew themselves; sessions and secrets of before need the old ones.
    private static bool IsKey(string file) => file.StartsWith("keys/", StringComparison.Ordinal);

    // Each feed has one, held by who fetches it.
    private static bool IsLock(string file) => file.StartsWith("feeds/", StringComparison.Ordinal) && Path.GetFileName(file) == "lock";
}

/// <summary>What Weir has said to be done: samples imported, hosts blocked, the champion that was promoted last.</summary>
internal sealed record Acknowledged(long Samples, IReadOnlyList<string> Blocked, string? Champion = null);
