using System.Globalization;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Training;
using Weir.Server.Dashboard.Jobs;

namespace Weir.Server.Dashboard.Tables;

/// <summary>Tables in words. Names and cells come from strangers: what does not show, or turns the text around, is taken out.</summary>
internal static class TableText
{
    // Cells are cut; a sentence of many of them is not.
    private const int ChunkLetters = 200;
    private const int MostChunks = 20;
    private const int MostWords = 6;

    /// <summary>A name or cell for people.</summary>
    public static string Cell(string? text) => JobText.Cell(text ?? "");

    /// <summary>A sentence that may hold such names, whole.</summary>
    public static string Sentence(string? text) => string.Concat((text ?? "").Chunk(ChunkLetters).Take(MostChunks).Select(part => JobText.Cell(new string(part))));

    /// <summary>A size in the largest whole unit.</summary>
    public static string Size(long bytes) => bytes % (1L << 30) == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB") : bytes % (1L << 20) == 0 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB") : JobText.Size(bytes);

    /// <summary>A share in percent with two digits.</summary>
    public static string Share(double share) => double.IsFinite(share) ? (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + " %" : "–";

    /// <summary>A part of a whole in percent; a dash of nothing.</summary>
    public static string Share(long part, long whole) => whole == 0 ? "–" : Share((double)part / whole);

    /// <summary>A count with separators.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun.</summary>
    public static string Count(long count, string one, string many) => Count(count) + " " + (count == 1 ? one : many);

    /// <summary>A figure with four digits.</summary>
    public static string Figure(double figure) => double.IsFinite(figure) ? figure.ToString("0.0000", CultureInfo.InvariantCulture) : "–";

    private static string Short(double figure) => figure.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A small or large number.</summary>
    public static string Number(double? number) => number is { } value && double.IsFinite(value) ? value.ToString("G5", CultureInfo.InvariantCulture) : "–";

    /// <summary>A chance.</summary>
    public static string Chance(double chance) => !double.IsFinite(chance) ? "–" : chance is > 0 and < 0.0001 ? chance.ToString("0.0E+0", CultureInfo.InvariantCulture) : chance.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>An interval of a share; null when there is none.</summary>
    public static string? Interval(FoldSpread spread) => double.IsFinite(spread.Low) ? $"{Short(Math.Max(0, spread.Low))} – {Short(Math.Min(1, spread.High))}" : null;

    /// <summary>The kind of a column in a word.</summary>
    public static string Kind(ColumnKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>What the schema says about the values of a column.</summary>
    public static string Values(TableColumn column) => column.Kind switch
    {
        ColumnKind.Number when column.Least is not null || column.Most is not null => $"{Number(column.Least)} to {Number(column.Most)}",
        ColumnKind.Category or ColumnKind.Flag => Words(column.Values),
        ColumnKind.Text => "kept, not learned from",
        ColumnKind.Ignored => "kept, not learned from",
        _ => "any number",
    };

    /// <summary>What the rows show of the values of a column.</summary>
    public static string Seen(ColumnLook look) => look switch
    {
        { Least: null, Most: null, Values: null or { Count: 0 } } => "no value",
        { Column.Kind: ColumnKind.Number, Values: null or { Count: > 12 } } => $"{Number(look.Least)} to {Number(look.Most)}",
        { Column.Kind: ColumnKind.Number, Values: { } values } => Words([.. values.OrderBy(value => double.Parse(value.Value, CultureInfo.InvariantCulture)).Select(value => value.Value)]),
        { Values: { } values } => Words([.. values.Select(value => value.Value)]),
        _ => $"{Number(look.Least)} to {Number(look.Most)}",
    };

    /// <summary>The first of some words.</summary>
    public static string Words(IReadOnlyList<string> words) =>
        string.Join(", ", words.Take(MostWords).Select(Cell)) + (words.Count > MostWords ? $" and {words.Count - MostWords} more" : "");

    /// <summary>How a candidate fits, and the tone of it.</summary>
    public static string Tone(string fit) => fit == "fits" ? "good" : "warn";
}
