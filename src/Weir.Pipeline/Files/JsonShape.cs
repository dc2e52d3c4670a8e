using System.Text.Json;

namespace Weir.Pipeline.Files;

/// <summary>The shape of JSON rows: the members of the first of them are the columns.</summary>
internal static class JsonShape
{
    private const int MostRows = 100;
    private const int MostColumns = 200;
    private const double Half = 0.5;

    /// <summary>Looks at the first rows.</summary>
    public static FileShape Detect(ReadOnlySpan<byte> first)
    {
        var (columns, addresses, rows) = (new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal), 0);
        var isWhole = InputFile.IsWhole(first);
        IFramer framer = first.TrimStart(" \t\r\n"u8) is [(byte)'[', ..] ? new JsonArrayFramer() : new LineFramer(LineEnds.Of(first));
        while (!first.IsEmpty && rows < MostRows && framer.TryFrame(first, isWhole, out var frame))
        {
            if (frame.IsRecord && Take(first.Slice(frame.Start, frame.Length), columns, addresses)) rows++;
            first = first[frame.Consumed..];
        }
        if (columns.Count == 0) return new FileShape { Format = FileFormat.Json, Columns = ["subject"], UrlColumn = 0 };
        return new FileShape { Format = FileFormat.Json, Columns = columns, UrlColumn = UrlColumn(columns, addresses, rows) };
    }

    private static int UrlColumn(List<string> columns, Dictionary<string, int> addresses, int rows)
    {
        var named = Column.Url.PositionIn(columns);
        if (named >= 0 && addresses.GetValueOrDefault(columns[named]) >= Half * rows) return named;
        var best = columns.MaxBy(name => addresses.GetValueOrDefault(name))!;
        return addresses.GetValueOrDefault(best) >= Half * rows ? columns.IndexOf(best) : named;
    }

    private static bool Take(ReadOnlySpan<byte> row, List<string> columns, Dictionary<string, int> addresses)
    {
        try
        {
            var reader = new Utf8JsonReader(row);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                if (columns.Count < MostColumns && !columns.Contains(name, StringComparer.OrdinalIgnoreCase)) columns.Add(name);
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && AddressText.Likeness(reader.GetString()) > 0) addresses[name] = addresses.GetValueOrDefault(name) + 1;
                reader.Skip();
            }
            return true;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
