using Weir.Storage;

namespace Weir.Pipeline.Deployment;

/// <summary>Forgets what is older than is kept: verdicts, the figures of how versions answered, and the pairs of ended deployments.</summary>
public static class TrafficCleaning
{
    /// <summary>Cleans in short transactions; gives back how many verdicts were forgotten. Meant for once a day.</summary>
    public static long Run(WeirStore store, VerdictSettings settings, DateTimeOffset now, CancellationToken ct = default)
    {
        var before = now - settings.Keep;
        store.Served.Clean(before);
        store.Deployments.Clean(before);
        return store.Verdicts.Clean(before, ct) + store.Verdicts.Trim(settings.Most, ct);
    }
}
