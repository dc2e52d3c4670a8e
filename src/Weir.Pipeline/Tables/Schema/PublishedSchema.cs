using Weir.Detection.Tables;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>What a schema of the published shape says about a column: number, category, text, ignored, or null where only data can tell.</summary>
public sealed record PublishedColumn(string Name, ColumnKind? Kind);

/// <summary>
/// A schema as <c>data_schema/schema.yaml</c> publishes it: names and types, the target among the columns. It does not say what the values of
/// the target mean; data completes it.
/// </summary>
public sealed record PublishedSchema
{
    /// <summary>The columns in order, the target left out.</summary>
    public required IReadOnlyList<PublishedColumn> Columns { get; init; }

    /// <summary>The target; null when no column looks like it.</summary>
    public string? Target { get; init; }

    internal static bool IsPublished(YamlMap map, YamlNode columns)
    {
        if (map["numerical_columns"] is not null || map["categorical_columns"] is not null || map["target_column"] is not null || columns is YamlMap) return true;
        return map["target"] is not YamlMap && columns is YamlList { Items.Count: > 0 } list && list.Items.All(item => item is YamlMap { Pairs.Count: 1 });
    }

    internal static SchemaReading Read(YamlMap map, YamlNode columns)
    {
        var pairs = columns switch
        {
            YamlMap named => named.Pairs,
            YamlList list when list.Items.All(item => item is YamlMap { Pairs.Count: 1 }) => [.. list.Items.Cast<YamlMap>().Select(item => item.Pairs[0])],
            YamlList list when list.Items.All(item => item is YamlText) => [.. list.Items.Cast<YamlText>().Select(item => new KeyValuePair<string, YamlNode>(item.Text, new YamlText("", item.Line)))],
            _ => [],
        };
        if (pairs.Count is 0 or > TableSchema.MostColumns + 1) return Refused(columns.Line, $"'columns' must be a list of 1 to {TableSchema.MostColumns} names with types, such as '- URL_Length: int64'");
        List<string> notes = [$"The schema is of the published shape (columns with types): {pairs.Count} columns were read."];
        var names = pairs.Select(pair => pair.Key.Trim()).ToList();
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) return Refused(columns.Line, $"The column '{twice.Key}' stands there twice");
        var numbers = Listed(map, "numerical_columns", names, notes);
        var categories = Listed(map, "categorical_columns", names, notes);
        var dropped = Listed(map, "drop_columns", names, notes);
        foreach (var (key, node) in map.Pairs.Where(pair => pair.Key is not ("columns" or "numerical_columns" or "categorical_columns" or "drop_columns" or "target_column" or "target"))) notes.Add($"'{key}' in line {node.Line} is not understood and is left out.");
        var said = (map["target_column"] ?? map["target"]) is YamlText text ? Known(text.Text, names, notes) : null;
        var target = said ?? names.Where(name => UsualNames.TargetRank(name) > 0).MaxBy(UsualNames.TargetRank);
        if (target is not null) notes.Add($"The target is '{target}'{(said is null ? ", by its name" : "")}.");
        var read = pairs.Select(pair => new PublishedColumn(pair.Key.Trim(), Kind(pair.Key.Trim(), pair.Value, numbers, categories, dropped)));
        return new SchemaReading { Published = new PublishedSchema { Columns = [.. read.Where(column => column.Name != target)], Target = target }, Notes = notes };
    }

    private static ColumnKind? Kind(string name, YamlNode type, HashSet<string> numbers, HashSet<string> categories, HashSet<string> dropped)
    {
        if (dropped.Contains(name)) return ColumnKind.Ignored;
        if (categories.Contains(name)) return ColumnKind.Category;
        if (numbers.Contains(name)) return ColumnKind.Number;
        var word = type is YamlText text ? text.Text.Trim().ToLowerInvariant().TrimEnd("0123456789".ToCharArray()) : "";
        return word is "int" or "uint" or "float" or "double" or "number" or "numeric" or "integer" ? ColumnKind.Number : word is "category" ? ColumnKind.Category : null;
    }

    private static HashSet<string> Listed(YamlMap map, string key, List<string> names, List<string> notes)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (map[key] is YamlList list)
        {
            foreach (var item in list.Items.OfType<YamlText>())
            {
                if (Known(item.Text, names, notes) is { } name) found.Add(name);
                else notes.Add($"'{item.Text.Trim()}' in line {item.Line} is none of the columns and is left out.");
            }
        }

        return found;
    }

    private static string? Known(string text, List<string> names, List<string> notes)
    {
        var name = text.Trim();
        if (names.Contains(name)) return name;
        var other = UsualNames.AliasesOf(name).FirstOrDefault(names.Contains) ?? names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (other is not null) notes.Add($"'{name}' is read as the column '{other}'.");
        return other;
    }

    private static SchemaReading Refused(long line, string sentence) => new() { Faults = [$"Line {line}: {sentence}."] };
}
