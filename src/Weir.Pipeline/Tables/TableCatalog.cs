using System.Globalization;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;
using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Pipeline.Tables;

/// <summary>A table with its schema.</summary>
public sealed record KnownTable(TableRecord Record, TableSchema Schema);

/// <summary>What became of a change of a schema: the table, or why it stays as it was.</summary>
public sealed record SchemaChange(KnownTable? Table, IReadOnlyList<string> Faults, IReadOnlyList<string> Notes)
{
    /// <summary>True when rows are being loaded right now; worth trying again.</summary>
    public bool IsBusy { get; init; }
}

/// <summary>The tables of a store with their schemas.</summary>
public sealed class TableCatalog(WeirStore store)
{
    private const int MostUnreadable = 3;

    /// <summary>All tables by name.</summary>
    public IReadOnlyList<KnownTable> All() => [.. store.Tables.All().Select(Known)];

    /// <summary>The table with this name, or null.</summary>
    public KnownTable? Find(string name) => store.Tables.Find(name) is { } record ? Known(record) : null;

    /// <summary>Makes an empty table from a schema as YAML.</summary>
    public SchemaChange Create(string name, string yaml, string actor)
    {
        if (!TableName.IsName(name)) return new SchemaChange(null, [TableName.Rule], []);
        var reading = Read(yaml);
        if (reading.Schema is not { } schema) return new SchemaChange(null, reading.Faults, reading.Notes);
        return store.Tables.Create(name, yaml, schema.Fingerprint, actor) is { } made
            ? new SchemaChange(new KnownTable(made, schema), [], reading.Notes)
            : new SchemaChange(null, [$"There is a table '{name}' already."], reading.Notes);
    }

    /// <summary>
    /// Replaces the schema of a table by YAML text, which is kept with its comments. The held rows are read by the new schema at once; names and
    /// order of the columns stay while there are rows, and so does the schema when a row cannot be read by the new one.
    /// </summary>
    public SchemaChange SetSchema(string name, string yaml, string actor, CancellationToken ct = default)
    {
        if (Find(name) is not { } table) return new SchemaChange(null, [$"There is no table '{name}'."], []);
        var reading = Read(yaml);
        if (reading.Schema is not { } schema) return new SchemaChange(null, reading.Faults, reading.Notes);
        using var turn = TableTurn.TryTake(store, name);
        if (turn is null) return new SchemaChange(null, [TableTurn.Busy(name)], []) { IsBusy = true };
        if (table.Record.Rows > 0 && Difference(table.Schema, schema) is { } difference)
            return new SchemaChange(null, [$"{difference} Held rows are read by the place of their columns: forget the table and load it anew, or load under another name."], reading.Notes);
        var held = table.Record.Rows > 0 ? Reread(table.Record, schema, ct) : new([], [], []);
        if (held.Faults.Count > 0) return new SchemaChange(null, held.Faults, reading.Notes);
        if (table.Record.Rows > 0 && schema.Fingerprint != table.Schema.Fingerprint) store.Tables.Rows.Reread(table.Record.Id, held.Changed, yaml, schema.Fingerprint, actor);
        else store.Tables.SetSchema(table.Record.Id, yaml, schema.Fingerprint, actor);
        return new SchemaChange(Find(name), [], [.. reading.Notes, .. held.Notes]);
    }

    private static SchemaReading Read(string yaml)
    {
        var reading = SchemaYaml.Read(yaml);
        return reading.Published is null ? reading : reading with
        {
            Faults = ["A schema of the published shape does not say which value of the target means phishing; give it together with the first rows that are loaded."],
        };
    }

    private static string? Difference(TableSchema held, TableSchema wanted)
    {
        if (held.Target.Column != wanted.Target.Column) return $"The target is '{held.Target.Column}', not '{wanted.Target.Column}'.";
        for (var i = 0; i < Math.Max(held.Columns.Count, wanted.Columns.Count); i++)
        {
            var (old, now) = (held.Columns.ElementAtOrDefault(i)?.Name, wanted.Columns.ElementAtOrDefault(i)?.Name);
            if (old != now) return $"Column {i + 1} is {(old is null ? "not there" : $"'{old}'")}, and the schema has {(now is null ? "none" : $"'{now}'")}.";
        }

        return null;
    }

    // Read before the transaction begins, so that it is short: others write, too.
    private HeldRows Reread(TableRecord table, TableSchema schema, CancellationToken ct)
    {
        var (read, phishing, held) = (0L, 0L, new HeldRows([], [], []));
        var (row, warnings) = (new TableRow(schema), new TableWarnings(schema));
        using var cells = new StoredCells(schema);
        foreach (var stored in store.Tables.Rows.Of(table.Id))
        {
            ct.ThrowIfCancellationRequested();
            var fault = cells.Read(stored.Cells, row, warnings, stored.Line);
            if (fault.IsError()) held.Faults.Add($"The row of line {stored.Line} of load {stored.LoadId} cannot be read by the new schema: a cell {fault.Phrase()}.");
            if (held.Faults.Count == MostUnreadable) return held;
            if (row.IsPhishing is not { } isPhishing) continue;
            (read, phishing) = (read + 1, phishing + (isPhishing ? 1 : 0));
            if (isPhishing != stored.IsPhishing || row.Hash() != stored.Hash) held.Changed.Add((stored.Id, isPhishing, row.Hash()));
        }

        if (held.Faults.Count == 0 && OneSided(table, schema, read, phishing) is { } sentence) held.Faults.Add(sentence);
        held.Notes.AddRange(warnings.Notes());
        return held;
    }

    // A table that had rows of one kind alone may be set right step by step.
    private static string? OneSided(TableRecord table, TableSchema schema, long read, long phishing) =>
        table.Phishing == 0 || table.Phishing == table.Rows || (phishing > 0 && phishing < read) ? null : string.Create(CultureInfo.InvariantCulture,
            $"By the new schema all {read:N0} held rows are {(phishing == 0 ? "benign and none is phishing" : "phishing and none is benign")}; now {table.Phishing:N0} are phishing and {table.Rows - table.Phishing:N0} benign. A model learns from both: say under 'target' which values of '{schema.Target.Column}' mean which.");

    // What is held was checked before it came in.
    private static KnownTable Known(TableRecord record) =>
        SchemaYaml.Read(record.Schema).Schema is { } schema ? new KnownTable(record, schema) : throw new StoreException($"The schema of the table '{record.Name}' in the database cannot be read any more; restore it from a backup, or forget the table and load it anew.");

    /// <summary>What held rows are by another schema: those that change, why it cannot be, and what is odd.</summary>
    private sealed record HeldRows(List<(long Id, bool IsPhishing, long Hash)> Changed, List<string> Faults, List<string> Notes);
}
