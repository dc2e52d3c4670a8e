using System.Globalization;
using System.IO.Compression;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables;
using Weir.Storage.Tables;

namespace Weir.Cli.Tables;

/// <summary>What a terminal shows of a table. Names and cells come from strangers: what a terminal would obey is taken out.</summary>
internal static class TableText
{
    private const long MostYaml = 16 << 20;
    private const int MostCell = 60;
    private const int MostColumns = 200;

    public static void Show(TextWriter output, KnownTable table, TableRepeats repeats, IReadOnlyList<TableLoad> loads, string dropFolder)
    {
        var (record, schema) = table;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{record.Name} (channel {record.Channel}): {record.Rows:N0} rows, {record.Phishing:N0} phishing, {record.Rows - record.Phishing:N0} benign"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  distinct rows {repeats.DistinctRows:N0}, distinct vectors {repeats.DistinctVectors:N0}; {repeats.ContradictoryVectors:N0} vectors ({repeats.ContradictoryRows:N0} rows) carry both labels, so that no detector is right about more than {100 * repeats.Ceiling:0.00} % of the rows"));
        output.WriteLine(Printable($"  target {schema.Target.Column}: phishing = {string.Join(", ", schema.Target.Phishing)}; benign = {string.Join(", ", schema.Target.Benign)}"));
        output.WriteLine($"  schema {schema.Fingerprint[..12]} of {record.ChangedAt:yyyy-MM-dd HH:mm}; drop folder {dropFolder}");
        output.WriteLine($"Columns ({schema.Features.Count} of {schema.Columns.Count} are learned from):");
        foreach (var column in schema.Columns.Take(MostColumns)) output.WriteLine("  " + Printable(Line(column)));
        if (schema.Columns.Count > MostColumns) output.WriteLine($"  … and {schema.Columns.Count - MostColumns} more: weir tables schema {record.Name}");
        output.WriteLine("Loads:");
        foreach (var load in loads) output.WriteLine(Printable(string.Create(CultureInfo.InvariantCulture, $"  {load.Id,5}  {load.At:yyyy-MM-dd HH:mm}  {load.Added,10:N0} rows  {load.Duplicates,10:N0} repeats  {load.Rejected,8:N0} kept apart  {load.Source}  by {load.Actor}")));
    }

    /// <summary>The text of a YAML file.</summary>
    public static string ReadYaml(string path)
    {
        if (!File.Exists(path)) throw new CliError(Directory.Exists(path) ? $"{path} is a directory, not a file." : $"{path}: no such file.");
        if (new FileInfo(path).Length > MostYaml) throw new CliError($"{path} is larger than a schema can be.");
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return File.ReadAllText(path);
        using var unpacked = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        try
        {
            var letters = new char[MostYaml];
            var text = new string(letters, 0, unpacked.ReadBlock(letters));
            return unpacked.Peek() < 0 ? text : throw new CliError($"{path} is larger than a schema can be.");
        }
        catch (InvalidDataException damage)
        {
            throw new CliError($"{path}: it is called .gz and is no gzip data, or is cut off.", cause: damage);
        }
    }

    /// <summary>A text without characters that move the cursor or turn the direction of the line.</summary>
    public static string Printable(string text) => text.Any(IsBad) ? string.Concat(text.Select(letter => IsBad(letter) ? '\uFFFD' : letter)) : text;

    /// <summary>A cell on one line, cut.</summary>
    public static string Cell(string? cell)
    {
        var text = Printable(cell ?? "").Replace('\t', ' ');
        return text.Length > MostCell ? text[..MostCell] + "…" : text;
    }

    private static bool IsBad(char letter) => (char.IsControl(letter) && letter != '\t') || char.IsSurrogate(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.Format;

    private static string Line(TableColumn column)
    {
        var detail = column.Kind switch
        {
            ColumnKind.Number when column.Least is not null => string.Create(CultureInfo.InvariantCulture, $"{column.Least} … {column.Most}"),
            ColumnKind.Category or ColumnKind.Flag => string.Join(", ", column.Values.Take(8)) + (column.Values.Count > 8 ? ", …" : ""),
            _ => "",
        };
        return $"{column.Name,-36} {column.Kind.ToString().ToLowerInvariant(),-9} {detail}{(column.IsRequired ? " (required)" : "")}";
    }
}
