using System.Text.Json;
using Weir.Pipeline.Tables.Predicting;

namespace Weir.Server.Dashboard.Tables;

/// <summary>A judged row.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Cells">Its own cells; empty when it could not be taken apart.</param>
/// <param name="Decision">phishing, suspicious, benign or unknown.</param>
/// <param name="Predicted">In the words of the table.</param>
/// <param name="Score">The probability of phishing.</param>
/// <param name="Reasons">What moved the score most: column, text, contribution.</param>
/// <param name="Error">Why it could not be read.</param>
internal sealed record PredictedRow(long Line, IReadOnlyList<string?> Cells, string Decision, string Predicted, double? Score, IReadOnlyList<PredictedReason> Reasons, string? Error);

/// <summary>A reason of a judged row.</summary>
internal sealed record PredictedReason(string Column, string Text, double Contribution);

/// <summary>A page of judged rows out of the file in which they are kept, a JSON object a line.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
internal sealed record PredictedRows(IReadOnlyList<PredictedRow> Rows, long? Next)
{
    /// <summary>Rows on a page.</summary>
    public const int OnPage = 50;

    private const int MostLine = 8 << 20;

    /// <summary>Reads a page that begins at a place of the file; empty when there is no row.</summary>
    public static PredictedRows Read(string path, IReadOnlyList<string> columns, long from)
    {
        if (!File.Exists(path)) return new([], null);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (from < 0 || from >= file.Length) return new([], null);
        file.Position = from;
        var (rows, names) = (new List<PredictedRow>(), new AddedNames(columns));
        try
        {
            while (rows.Count < OnPage && Line(file) is { Length: > 0 } line) rows.Add(Row(line, names));
        }
        catch (JsonException)
        {
            // The address named a place within a row.
            return new([], null);
        }

        return new(rows, file.Position < file.Length ? file.Position : null);
    }

    private static byte[] Line(FileStream file)
    {
        var line = new MemoryStream();
        for (var next = file.ReadByte(); next is >= 0 and not '\n' && line.Length < MostLine; next = file.ReadByte()) line.WriteByte((byte)next);
        return line.ToArray();
    }

    // The own cells stand in front; a row that could not be taken apart has none.
    private static PredictedRow Row(byte[] line, AddedNames names)
    {
        using var json = JsonDocument.Parse(line);
        var members = json.RootElement.EnumerateObject().ToList();
        var own = members.TakeWhile(member => member.Name != names.Line).Select(member => Text(member.Value)).ToList();
        var ours = members.Skip(own.Count).DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => member.Value);
        if (!ours.ContainsKey(names.Decision)) throw new JsonException();
        var score = ours[names.Score];
        return new(ours[names.Line].GetInt64(), own, ours[names.Decision].GetString()!, Text(ours[names.Predicted]) ?? "", score.ValueKind == JsonValueKind.Number ? score.GetDouble() : null,
            ours.TryGetValue(names.Reasons, out var reasons) ? [.. reasons.EnumerateArray().Select(reason => new PredictedReason(Text(reason.GetProperty("column")) ?? "", Text(reason.GetProperty("text")) ?? "", reason.GetProperty("contribution").GetDouble()))] : [],
            ours.TryGetValue(names.Error, out var error) ? Text(error) : null);
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
