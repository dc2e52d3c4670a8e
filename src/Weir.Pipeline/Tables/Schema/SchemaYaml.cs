using Weir.Detection.Tables;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>What a YAML text turned out to be: a schema, or one of the published shape that data must complete, or faults.</summary>
public sealed record SchemaReading
{
    /// <summary>The schema; null when the text has faults or is of the published shape.</summary>
    public TableSchema? Schema { get; init; }

    /// <summary>What a text of the published shape says; null for others.</summary>
    public PublishedSchema? Published { get; init; }

    /// <summary>What is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>How the text was understood where that is not plain, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>
/// Reads and writes schemas as YAML. Besides Weir's own shape, that of <c>data_schema/schema.yaml</c> as many projects publish it is read:
/// <c>columns</c>, a list of one-key maps with types, and <c>numerical_columns</c>.
/// </summary>
public static class SchemaYaml
{
    /// <summary>Reads a text; nothing it holds makes this throw.</summary>
    public static SchemaReading Read(string text)
    {
        var (node, fault) = YamlTree.Read(text);
        if (fault is not null) return new SchemaReading { Faults = [fault] };
        if (node is not YamlMap map || map["columns"] is not { } columns)
            return new SchemaReading { Faults = ["A schema has the key 'columns' with the columns of the table below it; see docs/tables.md."] };
        return PublishedSchema.IsPublished(map, columns) ? PublishedSchema.Read(map, columns) : new SchemaYamlReader().Read(map, columns);
    }

    /// <summary>Writes a schema with comments for whoever edits it; read again, it is the same.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="remark">A remark on a column by its name; null for none.</param>
    public static string Write(TableSchema schema, Func<string, string?>? remark = null) => new SchemaYamlWriter(schema, remark ?? (_ => null)).Write();
}
