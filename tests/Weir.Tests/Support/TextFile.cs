using System.IO.Compression;
using System.Text;
using Weir.Pipeline.Files;

namespace Weir.Tests.Support;

/// <summary>Files in memory for the readers.</summary>
internal static class TextFile
{
    /// <summary>A reader over text, as if from a file of that name.</summary>
    public static RowReader Rows(string text, string name = "list.csv", params Column[] wanted) =>
        Rows(Encoding.UTF8.GetBytes(text), name, wanted);

    /// <summary>A reader over bytes, as if from a file of that name.</summary>
    public static RowReader Rows(byte[] bytes, string name = "list.csv", params Column[] wanted) =>
        RowReader.From(RowSource.From(InputFile.From(new MemoryStream(bytes), name), wanted.Length == 0 ? [Column.Url] : wanted));

    /// <summary>All rows: line, first column or the fault.</summary>
    public static List<(long Line, string Value)> All(RowReader rows)
    {
        List<(long, string)> all = [];
        while (rows.Read()) all.Add((rows.Line, rows.Fault == RecordFault.None ? rows.Text(0) : rows.Fault.ToString()));
        return all;
    }

    /// <summary>Packed by gzip, as one member.</summary>
    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
