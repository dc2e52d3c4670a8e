using Weir.Storage.Monitoring;

namespace Weir.Pipeline.Monitoring;

/// <summary>Draws a fixed number of rows evenly and always the same ones.</summary>
public static class RowChoice
{
    private const ulong Seed = 0x3E1;

    /// <summary>At most so many rows, in an order that does not depend on theirs.</summary>
    public static IReadOnlyList<WatchedRow> Of(IReadOnlyList<LabelledUrl> rows, int most)
    {
        var drawn = new LowestHashes<LabelledUrl>(most, Seed);
        foreach (var row in rows) drawn.Add(Hash(row.Url), row);
        return [.. drawn.Rows.Select(row => new WatchedRow(row.Row.Url, row.Row.IsPhishing))];
    }

    // FNV-1a: the same on every machine and in every run.
    private static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var c in text) hash = (hash ^ c) * 0x100000001B3;
        return hash;
    }
}
