using System.Text;
using Weir.Detection.Tables;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>Reads a schema of Weir's own shape; every fault is named with its line.</summary>
internal sealed class SchemaYamlReader
{
    private readonly List<string> _faults = [];

    public SchemaReading Read(YamlMap map, YamlNode columns)
    {
        OnlyKnown(map, "the schema", "target", "missing", "columns");
        var target = map["target"] is YamlMap found ? Target(found) : Fault<TableTarget>(map.Line, "The schema has no 'target' with 'column', 'phishing' and 'benign'");
        if (columns is not YamlList list) return Done(Fault<TableSchema>(columns.Line, "'columns' must be a list"));
        if (list.Items.Count > TableSchema.MostColumns) return Done(Fault<TableSchema>(columns.Line, $"The schema has {list.Items.Count} columns; a table has at most {TableSchema.MostColumns}"));
        List<TableColumn> read = [.. list.Items.Select(Column).OfType<TableColumn>()];
        if (_faults.Count > 0 || target is null) return Done(null);
        var schema = new TableSchema { Columns = read, Target = target, Missing = map["missing"] is { } missing ? Texts(missing, "missing") : TableSchema.UsualMissing };
        _faults.AddRange(SchemaFaults.Of(schema));
        return Done(schema);
    }

    private SchemaReading Done(TableSchema? schema) => new() { Schema = _faults.Count == 0 ? schema : null, Faults = [.. _faults.Take(20)] };

    private TableTarget? Target(YamlMap map)
    {
        OnlyKnown(map, "the target", "column", "aliases", "phishing", "benign");
        if (Text(map, "column") is not { } column) return Fault<TableTarget>(map.Line, "The target needs a 'column'");
        return new TableTarget
        {
            Column = column.Trim(),
            Aliases = Texts(map["aliases"], "aliases"),
            Phishing = Texts(map["phishing"], "phishing"),
            Benign = Texts(map["benign"], "benign"),
        };
    }

    private TableColumn? Column(YamlNode node)
    {
        if (node is not YamlMap map) return Fault<TableColumn>(node.Line, "A column must have 'name' and 'kind'");
        OnlyKnown(map, "a column", "name", "kind", "values", "range", "missing", "required", "aliases");
        if (Text(map, "name") is not { } name) return Fault<TableColumn>(map.Line, "A column needs a 'name'");
        if (Kind(map) is not { } kind) return null;
        var (least, most) = Range(map["range"], name);
        return new TableColumn
        {
            Name = name.Trim(),
            Kind = kind,
            Values = Texts(map["values"], "values"),
            Least = least,
            Most = most,
            Missing = Texts(map["missing"], "missing"),
            Aliases = Texts(map["aliases"], "aliases"),
            IsRequired = Truth(map, "required"),
        };
    }

    private ColumnKind? Kind(YamlMap map) => Text(map, "kind") switch
    {
        "number" => ColumnKind.Number,
        "category" => ColumnKind.Category,
        "flag" => ColumnKind.Flag,
        "text" => ColumnKind.Text,
        "ignored" => ColumnKind.Ignored,
        var other => (ColumnKind?)Fault<object>(map.Line, $"The kind of the column '{Text(map, "name")}' must be number, category, flag, text or ignored, not '{other}'"),
    };

    private (double? Least, double? Most) Range(YamlNode? node, string column)
    {
        if (node is null) return (null, null);
        if (node is YamlList { Items: [YamlText least, YamlText most] })
        {
            var ends = (End(least.Text), End(most.Text));
            if (ends is ({ IsFound: true }, { IsFound: true })) return (ends.Item1.Value, ends.Item2.Value);
        }

        Fault<object>(node.Line, $"The range of the column '{column}' must be two numbers, such as [0, 100]; null leaves an end open");
        return (null, null);
    }

    private static (bool IsFound, double? Value) End(string text)
    {
        if (text is "null" or "~" or "") return (true, null);
        return NumberText.Read(Encoding.UTF8.GetBytes(text), out var value) is CellFault.None or CellFault.Rounded ? (true, value) : (false, null);
    }

    private bool Truth(YamlMap map, string key)
    {
        if (map[key] is not { } node) return false;
        if (node is YamlText { Text: "true" or "false" } text) return text.Text == "true";
        Fault<object>(node.Line, $"'{key}' must be true or false");
        return false;
    }

    private string? Text(YamlMap map, string key) => map[key] switch
    {
        null => null,
        YamlText text => text.Text,
        var other => Fault<string>(other.Line, $"'{key}' must be a text"),
    };

    private IReadOnlyList<string> Texts(YamlNode? node, string key)
    {
        if (node is null) return [];
        if (node is YamlText one) return [one.Text];
        if (node is YamlList list && list.Items.All(item => item is YamlText)) return [.. list.Items.Cast<YamlText>().Select(item => item.Text)];
        Fault<object>(node.Line, $"'{key}' must be a list of texts, such as [\"-1\", phishing]");
        return [];
    }

    private void OnlyKnown(YamlMap map, string where, params ReadOnlySpan<string> keys)
    {
        foreach (var (key, node) in map.Pairs)
        {
            if (!keys.Contains(key)) Fault<object>(node.Line, $"'{key}' means nothing in {where}; known are {string.Join(", ", keys!)}");
        }
    }

    private T? Fault<T>(long line, string sentence) where T : class
    {
        if (_faults.Count < 100) _faults.Add($"Line {line}: {sentence}.");
        return null;
    }
}
