using System.Globalization;
using Weir.Benchmarks.Harness;
using Weir.Detection.Reference;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Files;

namespace Weir.Benchmarks.Replay;

/// <summary>A row of a collection: as it was written, under which key it is kept, and when it was seen.</summary>
internal readonly record struct DatedRow(string Url, string Canonical, string Domain, DateTimeOffset? SeenAt);

/// <summary>The rows of one collection in the order of time, cleaned as an import cleans them.</summary>
internal sealed class DatedRows
{
    private readonly DatedRow[] _rows;

    private DatedRows(string name, bool isPhishing, DatedRow[] rows) => (Name, IsPhishing, _rows) = (name, isPhishing, rows);

    public string Name { get; }

    public bool IsPhishing { get; }

    public IReadOnlyList<DatedRow> All => _rows;

    /// <summary>Rows seen after the one moment and not after the other; rows without a time were always there.</summary>
    public IEnumerable<DatedRow> Between(DateTimeOffset after, DateTimeOffset until) =>
        _rows.Where(row => row.SeenAt is { } seen && seen > after && seen <= until);

    public static DatedRows Read(Bench bench, string name, bool isPhishing)
    {
        var rows = new List<DatedRow>();
        var subjects = new UrlSubjects(ReferenceLists.Embedded);
        using var reader = RowReader.Open(bench.SharedFile($"data/urls/{name}.csv.gz"), Column.Url, Column.Label, Column.SeenAt);
        while (reader.Read())
        {
            if (reader.Fault != RecordFault.None || FieldReading.Label(reader.Text(1)) != isPhishing) continue;
            if (SubjectCleaning.Clean(reader.Text(0)) is not { } url || !subjects.TryRead(url, out var key, out _)) continue;
            DateTimeOffset? seen = DateTimeOffset.TryParse(reader.Text(2), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
            rows.Add(new DatedRow(url, key.Canonical, key.Registrable, seen));
        }

        return new DatedRows(name, isPhishing, [.. rows.OrderBy(row => row.SeenAt ?? DateTimeOffset.MinValue).ThenBy(row => row.Canonical, StringComparer.Ordinal)]);
    }
}
