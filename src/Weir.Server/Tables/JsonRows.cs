using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Pipeline.Files;
using Weir.Server.Problems;

namespace Weir.Server.Tables;

/// <summary>
/// Turns a short JSON body that is one object, <c>{"rows": [...]}</c> or one row over several lines, into one row a line. Arrays and JSON lines are read
/// as they are, in flat memory and of any length.
/// </summary>
internal static class JsonRows
{
    private const string Member = "rows";

    /// <summary>Rewrites the file where it must be; a problem when there are no rows in it.</summary>
    public static Problem? Flatten(UploadedRows rows, int mostBytes)
    {
        if (rows.MediaType is not ("application/json" or "text/json") || new FileInfo(rows.Path).Length > mostBytes) return null;
        var bytes = File.ReadAllBytes(rows.Path);
        if (bytes.AsSpan().TrimStart(" \t\r\n"u8) is not [(byte)'{', ..]) return null;
        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = RecordFaults.Deepest + 2 });
            var isMany = json.RootElement.TryGetProperty(Member, out var many) && many.ValueKind == JsonValueKind.Array;
            if (isMany && many.GetArrayLength() == 0) return Problem.Invalid([new Fault(Member, "An array of one object or more.")]);
            Write(rows.Path, isMany ? [.. many.EnumerateArray()] : [json.RootElement]);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // JSON lines under the name of JSON, or broken: the reader of rows says which row is at fault.
        }

        return null;
    }

    // As it came: what cannot be read of it is for the reader of rows to say. Line ends stand between members only, never within a text.
    private static void Write(string path, IReadOnlyList<JsonElement> rows)
    {
        // It is there already, with the mode that keeps others out.
        using var file = new FileStream(path, FileMode.Truncate, FileAccess.Write);
        foreach (var row in rows)
        {
            byte[] line = [.. JsonMarshal.GetRawUtf8Value(row), (byte)'\n'];
            line.AsSpan(..^1).Replace((byte)'\r', (byte)' ');
            line.AsSpan(..^1).Replace((byte)'\n', (byte)' ');
            file.Write(line);
        }
    }
}
