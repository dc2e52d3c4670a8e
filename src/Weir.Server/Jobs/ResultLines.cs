using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Pipeline.Checking;

namespace Weir.Server.Jobs;

/// <summary>Writes rows of a result in the forms other than that in which it is kept.</summary>
internal static class ResultLines
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>A JSON object: the columns of the input as texts under names of their own, then those of the verdict.</summary>
    public static void Json(ResultRows rows, IReadOnlyList<string> names, ArrayBufferWriter<byte> to)
    {
        using (var json = new Utf8JsonWriter(to, Options))
        {
            json.WriteStartObject();
            var own = names.Count - RetriedVerdicts.Added;
            for (var i = 0; i < names.Count; i++)
            {
                var cell = rows.Cell(i);
                if (i == own + 1) Score(json, cell);
                else if (i > own + 1 && cell.IsEmpty) json.WriteNull(names[i]);
                else json.WriteString(names[i], cell);
            }
            json.WriteEndObject();
        }
        to.Write("\n"u8);
    }

    /// <summary>A CSV row without guards.</summary>
    public static void Csv(ResultRows rows, ArrayBufferWriter<byte> to)
    {
        for (var i = 0; i < rows.Columns.Count; i++) Cell(rows.Cell(i), rows.Delimiter, i, to);
        to.Write("\n"u8);
    }

    /// <summary>The names of the columns as a CSV row without guards.</summary>
    public static void CsvHeader(ResultRows rows, ArrayBufferWriter<byte> to)
    {
        for (var i = 0; i < rows.Columns.Count; i++) Cell(Encoding.UTF8.GetBytes(rows.Columns[i]), rows.Delimiter, i, to);
        to.Write("\n"u8);
    }

    /// <summary>Names for members of an object: none twice, and those of the verdict its own.</summary>
    public static IReadOnlyList<string> MemberNames(IReadOnlyList<string> columns)
    {
        var own = columns.Count - RetriedVerdicts.Added;
        var taken = columns.Skip(own).ToHashSet(StringComparer.Ordinal);
        var names = new List<string>(columns.Count);
        for (var i = 0; i < own; i++)
        {
            var name = columns[i];
            for (var n = 1; !taken.Add(name); n++) name = string.Create(CultureInfo.InvariantCulture, $"input_{columns[i]}{(n == 1 ? "" : $"_{n}")}");
            names.Add(name);
        }
        return [.. names, .. columns.Skip(own)];
    }

    private static void Score(Utf8JsonWriter json, ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty) json.WriteNull("score"u8);
        else json.WriteNumber("score"u8, double.Parse(cell, CultureInfo.InvariantCulture));
    }

    private static void Cell(ReadOnlySpan<byte> cell, byte delimiter, int column, ArrayBufferWriter<byte> to)
    {
        if (column > 0) to.Write([delimiter]);
        if (cell.IndexOfAny("\"\r\n"u8) < 0 && !cell.Contains(delimiter))
        {
            to.Write(cell);
            return;
        }
        to.Write("\""u8);
        for (var quote = cell.IndexOf((byte)'"'); quote >= 0; quote = cell.IndexOf((byte)'"'))
        {
            to.Write(cell[..(quote + 1)]);
            to.Write("\""u8);
            cell = cell[(quote + 1)..];
        }
        to.Write(cell);
        to.Write("\""u8);
    }
}
