using System.Text.Json.Serialization;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables;
using Weir.Storage.Tables;

namespace Weir.Server.Tables;

/// <summary>A table in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Channel">Its channel, table:NAME.</param>
/// <param name="Rows">Rows that are held, repeats included.</param>
/// <param name="Phishing">How many of them are phishing.</param>
/// <param name="Benign">How many are benign.</param>
/// <param name="Loads">Loads that brought them.</param>
/// <param name="LoadedAt">When the newest came; null for an empty table.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ChangedAt">When its schema last changed.</param>
/// <param name="ChangedBy">Who changed it.</param>
/// <param name="Schema">The fingerprint of its schema.</param>
/// <param name="Columns">Columns without the target.</param>
/// <param name="Features">How many of them are learned from.</param>
/// <param name="Target">The column that says what is phishing.</param>
/// <param name="Champion">The version that judges its rows; null before it was trained.</param>
internal sealed record TableAnswer(
    string Name, string Channel, long Rows, long Phishing, long Benign, long Loads, DateTimeOffset? LoadedAt, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, string ChangedBy,
    string Schema, int Columns, int Features, string Target, string? Champion)
{
    /// <summary>A table as it is listed.</summary>
    public static TableAnswer Of(KnownTable table, string? champion)
    {
        var (record, schema) = table;
        return new(record.Name, record.Channel, record.Rows, record.Phishing, record.Rows - record.Phishing, record.Loads, record.LoadedAt, record.CreatedAt, record.ChangedAt, record.Actor,
            record.Fingerprint, schema.Columns.Count, schema.Features.Count, schema.Target.Column, champion);
    }
}

/// <summary>A table with all that is known about it.</summary>
/// <param name="Table">As in the list.</param>
/// <param name="Quality">How its rows repeat and contradict each other, and the accuracy that this leaves at best.</param>
/// <param name="Schema">Its columns and target.</param>
/// <param name="Loads">The newest loads, at most ten.</param>
/// <param name="ChangedSchema">Why the champion reads rows otherwise than the schema says; null when it does not.</param>
/// <param name="Training">The training that goes on, or the last one; null when this process ran none.</param>
internal sealed record TableDetail(TableAnswer Table, TableRepeats Quality, SchemaAnswer Schema, IReadOnlyList<TableLoad> Loads, string? ChangedSchema, TableTraining? Training);

/// <summary>A schema in the shape of its YAML; as JSON it can be sent back.</summary>
/// <param name="Target">What says which rows are phishing.</param>
/// <param name="Missing">Texts that stand for no value in every column.</param>
/// <param name="Columns">The columns in their order.</param>
internal sealed record SchemaAnswer(TargetAnswer Target, IReadOnlyList<string> Missing, IReadOnlyList<ColumnAnswer> Columns)
{
    /// <summary>A schema as it is answered.</summary>
    public static SchemaAnswer Of(TableSchema schema) => new(new(schema.Target.Column, Some(schema.Target.Aliases), schema.Target.Phishing, schema.Target.Benign), schema.Missing, [.. schema.Columns.Select(Column)]);

    private static ColumnAnswer Column(TableColumn column) => new(column.Name, column.Kind,
        Some(column.Aliases), column.Least is { } least && column.Most is { } most ? [least, most] : null, Some(column.Values), Some(column.Missing), column.IsRequired ? true : null);

    private static IReadOnlyList<string>? Some(IReadOnlyList<string> texts) => texts.Count > 0 ? texts : null;
}

/// <summary>The target of a schema.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Aliases">Other names of the column in files; null for none.</param>
/// <param name="Phishing">The values that mean phishing.</param>
/// <param name="Benign">The values that mean benign.</param>
internal sealed record TargetAnswer(
    string Column, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Aliases, IReadOnlyList<string> Phishing, IReadOnlyList<string> Benign);

/// <summary>A column of a schema; members that do not apply are left out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">number, category, flag, text or ignored; the first three are learned from.</param>
/// <param name="Aliases">Other names in files.</param>
/// <param name="Range">Least and greatest usual number; others are warned of.</param>
/// <param name="Values">The values of a category or flag.</param>
/// <param name="Missing">Texts that stand for no value in this column.</param>
/// <param name="Required">True: a row without a value here is kept apart.</param>
internal sealed record ColumnAnswer(
    string Name, ColumnKind Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Aliases,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double>? Range,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Values,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Required);

/// <summary>What became of rows that were sent.</summary>
/// <param name="Outcome">loaded; known: the same content was loaded before and nothing was added; tried: everything was checked and nothing stored.</param>
/// <param name="Sentence">In one sentence.</param>
/// <param name="Table">The table.</param>
/// <param name="IsNew">Whether it was made by this.</param>
/// <param name="Load">The load with its counts; for a trial what they would be.</param>
/// <param name="Notes">What was assumed or is odd, one sentence each.</param>
/// <param name="Rejects">The first rows that were, or would be, kept apart.</param>
/// <param name="Schema">For a table that was made or would be: its schema as YAML; else null.</param>
internal sealed record LoadAnswer(string Outcome, string Sentence, string Table, bool IsNew, TableLoad? Load, IReadOnlyList<string> Notes, IReadOnlyList<TableReject> Rejects, string? Schema);

/// <summary>A row as it is held.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Load">The load that brought it.</param>
/// <param name="Line">Its line in the file.</param>
/// <param name="At">When it came.</param>
/// <param name="Label">phishing or benign.</param>
/// <param name="Cells">Its cells by column as texts, the target too; null for a missing value.</param>
internal sealed record RowAnswer(long Id, long Load, long Line, DateTimeOffset At, string Label, IReadOnlyDictionary<string, string?> Cells);

/// <summary>What was done to a schema.</summary>
/// <param name="Table">The table with its new schema.</param>
/// <param name="Notes">What was understood how, one sentence each.</param>
internal sealed record SchemaChanged(TableAnswer Table, IReadOnlyList<string> Notes);
