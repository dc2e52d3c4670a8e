using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Pipeline.Datasets;

/// <summary>Rows with their parts, frozen and named by a hash over all of them: the same rows have the same hash.</summary>
public sealed class DatasetSnapshot
{
    private DatasetSnapshot(string hash, IReadOnlyList<(DatasetRow Row, Part Part)> rows)
    {
        Hash = hash;
        Rows = rows;
        var times = rows.Where(pair => pair.Row.SeenAt is not null).Select(pair => pair.Row.SeenAt!.Value).ToList();
        if (times.Count > 0) (WindowFrom, WindowTo) = (times.Min(), times.Max());
    }

    /// <summary>SHA-256 over the sorted rows, lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>All rows, sorted by canonical key.</summary>
    public IReadOnlyList<(DatasetRow Row, Part Part)> Rows { get; }

    /// <summary>The earliest dated row.</summary>
    public DateTimeOffset? WindowFrom { get; }

    /// <summary>The latest dated row.</summary>
    public DateTimeOffset? WindowTo { get; }

    /// <summary>Freezes rows, in whatever order they come.</summary>
    public static DatasetSnapshot Of(IEnumerable<(DatasetRow Row, Part Part)> rows)
    {
        var sorted = rows.OrderBy(pair => pair.Row.Canonical, StringComparer.Ordinal).ToList();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (row, part) in sorted) hash.AppendData(Encoding.UTF8.GetBytes(Line(row, part)));
        return new DatasetSnapshot(Convert.ToHexStringLower(hash.GetHashAndReset()), sorted);
    }

    /// <summary>How many rows a part has.</summary>
    public int Count(Part part) => Rows.Count(pair => pair.Part == part);

    /// <summary>How many rows of a part have a label.</summary>
    public int Count(Part part, bool isPhishing) => Rows.Count(pair => pair.Part == part && pair.Row.IsPhishing == isPhishing);

    /// <summary>The rows of a part, as models learn from them.</summary>
    public IReadOnlyList<LabelledUrl> Urls(Part part) =>
        [.. Rows.Where(pair => pair.Part == part).Select(pair => new LabelledUrl(pair.Row.Url, pair.Row.IsPhishing, pair.Row.SeenAt, pair.Row.Source))];

    private static string Line(in DatasetRow row, Part part) => string.Create(CultureInfo.InvariantCulture,
        $"{row.Canonical}\t{row.Url}\t{(row.IsPhishing ? 1 : 0)}\t{row.SeenAt?.ToUnixTimeSeconds()}\t{row.Source}\t{part}\n");
}
