using System.Globalization;
using Weir.Cli.Demo;
using Weir.Detection;
using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Training;
using Weir.Server.Schedules;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Benchmarks.Replay;

/// <summary>The real loop over a data directory of its own, with simulated time and the served feeds.</summary>
internal sealed class ReplayWorld : IDisposable
{
    private readonly WeirStore _store;
    private readonly FeedServer _server;
    private readonly LoopWiring _wiring;
    private readonly ReplayFeeds _feeds;
    private readonly ReplayCollections _collections;
    private readonly TimeProvider _time;
    private ScoringModel? _champion;

    private ReplayWorld(WeirStore store, FeedServer server, ReplayCollections collections, TimeProvider time, string samples, Action<string>? say)
    {
        (_store, _server, _collections, _time) = (store, server, collections, time);
        _feeds = new ReplayFeeds(collections, server, time);
        var settings = _feeds.Settings();
        settings["Training:MaxSamples"] = samples;
        settings["Training:Every"] = "28d";
        // A champion of four weeks is old.
        settings["Training:MaxAge"] = "27d";
        var faults = new List<string>();
        var options = LearningOptions.Read(settings, faults);
        if (faults.Count > 0) throw new Harness.BenchException(string.Join(' ', faults));
        var parts = UrlCycle.Parts(ReferenceLists.Embedded, new UrlTrainingParameters(), time);
        _wiring = new LoopWiring(store, options, parts, ReferenceLists.Embedded, step => say?.Invoke($"  {step.Stage}: {step.Text}"));
    }

    /// <summary>The first champion.</summary>
    public ScoringModel? Frozen { get; private set; }

    public string LastOutcome => _store.Cycles.Recent(1).FirstOrDefault() is { } cycle ? $"{cycle.Name} {cycle.Outcome}" : "no cycle";

    public long Rollbacks => _store.Models.CountEvents("rolled-back");

    public static ReplayWorld Open(string folder, ReplayCollections collections, TimeProvider time, string samples, Action<string>? say)
    {
        var server = FeedServer.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        return new ReplayWorld(WeirStore.Open(folder, time), server, collections, time, samples, say);
    }

    public long Count(string? outcome) => _store.Cycles.Count(outcome);

    /// <summary>What lies years before the replay, or carries no date, comes in as an operator would bring it.</summary>
    public void ImportUndated()
    {
        var subjects = new UrlSubjects(ReferenceLists.Embedded);
        var import = new UrlImport(_store, subjects.TryRead, subjects.IsPopular);
        foreach (var rows in _collections.Undated)
        {
            var file = Path.Combine(_store.DataDirectory, rows.Name + ".csv");
            File.WriteAllLines(file, rows.All.Where(row => !ReplayCollections.IsPool(row.Domain)).Select(row =>
                $"\"{row.Url.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{row.SeenAt?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}").Prepend("url,seen_at"));
            import.Run(file, new ImportOptions { Feed = rows.Name, IsPhishing = false });
            File.Delete(file);
        }
    }

    /// <summary>Gives the loop its turn.</summary>
    public void Tick()
    {
        _wiring.TickAsync(CancellationToken.None).GetAwaiter().GetResult();
        _feeds.Narrow();
        Frozen ??= Champion();
    }

    /// <summary>The model that serves now.</summary>
    public ScoringModel? Champion()
    {
        if (_store.Models.Champion() is not { } champion) return null;
        if (_champion?.Version == champion.Version) return _champion;
        var bytes = new ModelRegistry(_store).Read(_store.Models.Find(champion.Version)!);
        return _champion = UrlCycle.Scoring(UrlModel.Read(bytes, champion.Version), ReferenceLists.Embedded, _time);
    }

    public void Dispose()
    {
        _wiring.Dispose();
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _store.Dispose();
    }
}
