using Weir.Detection;
using Weir.Learning;
using Weir.Pipeline.Monitoring;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Review;
using Weir.Storage;

namespace Weir.Pipeline;

/// <summary>The turn to watch: looks whether the world has moved away from the champion, keeps the report, and asks for a training when it has.</summary>
public sealed class WatchStation(WeirStore store, DriftMonitor monitor)
{
    private const string Actor = "drift";
    private const double UsualThreshold = 0.5;

    private UrlModel? _champion;

    /// <summary>One look.</summary>
    public IReadOnlyList<Finding> Run(CancellationToken ct = default)
    {
        var report = monitor.Run(Champion(), ct);
        if (report.AsksForTraining && store.Trainings.OpenAsk() is null) store.Trainings.Ask(Actor, report.Findings.FirstOrDefault()?.Sentence ?? "the world has moved");
        return report.Findings;
    }

    /// <summary>Gathers what a person should judge, by the threshold of the champion.</summary>
    public IReadOnlyList<Finding> Review(CancellationToken ct = default)
    {
        ReviewWatch.Run(store, Champion()?.Manifest.PhishingThreshold ?? UsualThreshold, ct);
        return [];
    }

    // A champion that cannot be loaded does not serve either; the server tells that itself.
    private UrlModel? Champion()
    {
        if (store.Models.Champion() is not { } champion) return null;
        if (_champion?.Sha256 == champion.Sha256) return _champion;
        try
        {
            return _champion = UrlModel.Read(new ModelRegistry(store).Read(store.Models.Find(champion.Version)!), champion.Version);
        }
        catch (ModelFileException)
        {
            return null;
        }
    }
}
