using Weir.Pipeline.Datasets;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Files;

namespace Weir.Pipeline;

/// <summary>Reads labelled URLs (url, label, and seen_at and source where there) from files, without a store.</summary>
public static class LabelledFile
{
    private static readonly Column[] Columns = [Column.Url, Column.Label, Column.SeenAt, Column.Source];

    /// <summary>The usable rows of a file; the others are counted. A cut file gives what stands before the cut.</summary>
    public static (IReadOnlyList<DatasetRow> Rows, long Rejected, string? Damage) Read(string path, UrlSubjects subjects, CancellationToken ct = default)
    {
        using var reader = RowReader.Open(path, Columns);
        var rows = new List<DatasetRow>();
        var rejected = 0L;
        while (reader.Read())
        {
            ct.ThrowIfCancellationRequested();
            if (reader.Fault == RecordFault.None && Row(reader, subjects) is { } row) rows.Add(row);
            else rejected++;
        }

        return (rows, rejected, reader.Damage);
    }

    private static DatasetRow? Row(RowReader reader, UrlSubjects subjects)
    {
        if (FieldReading.Label(reader.Text(1)) is not { } isPhishing || SubjectCleaning.Clean(reader.Text(0)) is not { } url) return null;
        return subjects.TryRead(url, out var key, out _)
            ? new DatasetRow(key.Canonical, url, key.Registrable, isPhishing, FieldReading.Time(reader.Text(2)), reader.Text(3))
            : null;
    }
}
