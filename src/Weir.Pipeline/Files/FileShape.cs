namespace Weir.Pipeline.Files;

/// <summary>How a file of subjects is written, found out or chosen: all that is needed to read it from any record on.</summary>
public sealed record FileShape
{
    /// <summary>Lines, Csv or Json.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>How its bytes stand for characters.</summary>
    public TextEncoding Encoding { get; init; } = TextEncoding.Utf8;

    /// <summary>What stands between the cells of a CSV row; 0 when a row is one cell.</summary>
    public byte Delimiter { get; init; }

    /// <summary>True when the first row names the columns.</summary>
    public bool HasHeader { get; init; }

    /// <summary>The names of the columns; made up when the file has none.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Which column holds the addresses, from 0; -1 when none looks like it.</summary>
    public required int UrlColumn { get; init; }

    /// <summary>The columns as a parser wants them: the one with the addresses first.</summary>
    internal IReadOnlyList<Column> Wanted()
    {
        if (UrlColumn < 0) throw new InputFileException("No column of the file is known to hold the addresses.");
        return [new Column(Columns[UrlColumn]), .. Columns.Where((_, i) => i != UrlColumn).Select(name => new Column(name))];
    }
}

/// <summary>What a person says about the shape of a file; null is found out.</summary>
public sealed record ShapeChoice
{
    /// <summary>Lines, Csv or Json.</summary>
    public FileFormat? Format { get; init; }

    /// <summary>How its bytes stand for characters.</summary>
    public TextEncoding? Encoding { get; init; }

    /// <summary>What stands between cells; 0 for nothing.</summary>
    public byte? Delimiter { get; init; }

    /// <summary>Whether the first row names the columns.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>The column of the addresses: its name, or its number from 1.</summary>
    public string? Column { get; init; }
}

/// <summary>What the name or the media type of a file says about its format; <see cref="FileFormat.Auto"/> when nothing.</summary>
public readonly record struct ShapeHint(FileFormat Format, byte Delimiter = 0)
{
    /// <summary>Reads name and media type; the name wins.</summary>
    public static ShapeHint Of(string name, string? mediaType = null)
    {
        var bare = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return OfExtension(Path.GetExtension(bare).ToLowerInvariant()) is { Format: not FileFormat.Auto } known ? known : OfMediaType(mediaType ?? "");
    }

    private static ShapeHint OfExtension(string extension) => extension switch
    {
        ".csv" => new(FileFormat.Csv),
        ".tsv" or ".tab" => new(FileFormat.Csv, (byte)'\t'),
        ".jsonl" or ".ndjson" or ".json" => new(FileFormat.Json),
        ".txt" or ".lst" => new(FileFormat.Lines),
        _ => default,
    };

    private static ShapeHint OfMediaType(string type) => type.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "text/csv" or "application/csv" or "application/vnd.ms-excel" => new(FileFormat.Csv),
        "text/tab-separated-values" => new(FileFormat.Csv, (byte)'\t'),
        "application/json" or "application/x-ndjson" or "application/jsonl" or "application/jsonlines" => new(FileFormat.Json),
        _ => default,
    };
}
