using System.Globalization;
using System.IO.Compression;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Datasets;

/// <summary>Keeps a snapshot as datasets/HASH.csv.gz (url,label,seen_at,source,canonical,domain,part), which `weir evaluate` reads too.</summary>
public static class SnapshotFile
{
    private static readonly Column[] Columns =
        [new("url"), new("label"), new("seen_at"), new("source"), new("canonical"), new("domain"), new("part")];

    /// <summary>The path of a snapshot, relative to the data directory.</summary>
    public static string PathOf(string hash) => Path.Combine("datasets", hash + ".csv.gz");

    /// <summary>Writes the file as a whole or not at all.</summary>
    public static void Write(string dataDirectory, DatasetSnapshot snapshot)
    {
        var target = Path.Combine(dataDirectory, PathOf(snapshot.Hash));
        if (File.Exists(target)) return;
        AtomicFile.Write(target, stream =>
        {
            using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            using var writer = new StreamWriter(gzip);
            writer.NewLine = "\n";
            writer.WriteLine("url,label,seen_at,source,canonical,domain,part");
            foreach (var (row, part) in snapshot.Rows) writer.WriteLine(Line(row, part));
        });
    }

    /// <summary>Reads a snapshot; null when the file is missing or its rows do not have this hash.</summary>
    public static DatasetSnapshot? Read(string dataDirectory, string hash)
    {
        var path = Path.Combine(dataDirectory, PathOf(hash));
        if (!File.Exists(path)) return null;
        var rows = new List<(DatasetRow, Part)>();
        using var reader = RowReader.Open(path, Columns);
        while (reader.Read())
        {
            if (reader.Fault != RecordFault.None || !Enum.TryParse<Part>(reader.Text(6), out var part)) return null;
            rows.Add((new DatasetRow(reader.Text(4), reader.Text(0), reader.Text(5), reader.Text(1) == "phishing", Time(reader.Text(2)), reader.Text(3)), part));
        }

        var snapshot = DatasetSnapshot.Of(rows);
        return snapshot.Hash == hash ? snapshot : null;
    }

    private static DateTimeOffset? Time(string text) =>
        text.Length == 0 ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Line(in DatasetRow row, Part part) => string.Join(',', Quoted(row.Url), row.IsPhishing ? "phishing" : "benign",
        row.SeenAt?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "", Quoted(row.Source), Quoted(row.Canonical), Quoted(row.Domain), part);

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n ") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
