using Weir.Pipeline.Files;

namespace Weir.Pipeline.Tables.Reading;

/// <summary>What a person says about how a table is written; null is found out.</summary>
public sealed record TableFileChoice
{
    /// <summary>Csv or Json.</summary>
    public FileFormat? Format { get; init; }

    /// <summary>What stands between cells.</summary>
    public byte? Delimiter { get; init; }

    /// <summary>How its bytes stand for characters.</summary>
    public TextEncoding Encoding { get; init; } = TextEncoding.Auto;

    /// <summary>How sentences name what can be said about the file.</summary>
    public OptionWords Words { get; init; } = OptionWords.CommandLine;
}
