using Weir.Storage.Figures;

namespace Weir.Server.Stats;

/// <summary>How far figures look back: 24 hours in hours, else in whole UTC days, today among them.</summary>
internal sealed record StatsRange(string Name, TimeSpan Step, int Steps)
{
    /// <summary>Those that are offered.</summary>
    public static IReadOnlyList<StatsRange> All { get; } =
        [new("24h", FigureStore.Hour, 24), new("7d", FigureStore.Day, 7), new("30d", FigureStore.Day, 30), new("90d", FigureStore.Day, 90)];

    /// <summary>The one of this name; the first for no name, null for a name that is none of them.</summary>
    public static StatsRange? Find(string? name) => string.IsNullOrEmpty(name) ? All[0] : All.FirstOrDefault(range => range.Name == name);

    /// <summary>When its first step begins, UTC.</summary>
    public DateTimeOffset Begin(DateTimeOffset now)
    {
        var step = (long)Step.TotalSeconds;
        return DateTimeOffset.FromUnixTimeSeconds((now.ToUnixTimeSeconds() / step - Steps + 1) * step);
    }
}
