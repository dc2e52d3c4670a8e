using System.Globalization;
using Weir.Storage;

namespace Weir.Pipeline.Collecting;

/// <summary>Tells of collectors that have been silent for too long.</summary>
public static class CollectorWatch
{
    /// <summary>Expects every collector of the settings, and finds those that are away.</summary>
    public static IReadOnlyList<Finding> Run(WeirStore store, CollectorSettings settings)
    {
        foreach (var name in settings.Accepted.Keys) store.Collectors.Expect(name);
        var now = store.Time.GetUtcNow();
        return
        [
            .. from collector in store.Collectors.All()
               where settings.Accepted.ContainsKey(collector.Name) && now - (collector.HeardAt ?? collector.KnownAt) > settings.AwayAfter
               select new Finding(FindingKind.CollectorAway, FindingLevel.Critical, collector.Name, Sentence(collector.Name, collector.HeardAt)),
        ];
    }

    private static string Sentence(string name, DateTimeOffset? heardAt) => heardAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"The collector {name} has not been heard of since {at:yyyy-MM-dd HH:mm} UTC; see whether it runs and reaches this machine.")
        : $"The collector {name} has never been heard of; see whether it runs, reaches this machine and has the right key.";
}
