using System.Globalization;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;
using Weir.Storage;
using Weir.Storage.Tables;

namespace Weir.Pipeline.Tables;

/// <summary>
/// Loads files of rows into tables: all of a file or nothing. It is read once to be checked, and only then again to be stored; rows that do
/// not fit are kept apart with line and reason. The same content, packed or not, is loaded once.
/// </summary>
public sealed class TableIngest(WeirStore store)
{
    private readonly TableCatalog _catalog = new(store);

    /// <summary>Loads a file; every fault of it is told in the result. A body of a request is to be put into a file first.</summary>
    public TableLoadResult Load(string path, TableLoadOptions options, CancellationToken ct = default)
    {
        if (!TableName.IsName(options.Table)) return Refused(TableName.Rule);
        var source = options.Source ?? Path.GetFileName(path);
        if (SpecialFile.Is(path)) return Refused($"{source} is a pipe, socket or device, and rows are read more than once; write them into a file first and load that.");
        try
        {
            return Load(path, source, options, ct);
        }
        catch (InputFileException fault)
        {
            return Refused(fault.Message);
        }
    }

    /// <summary>Takes back what stopped loads left behind in any table that nobody is writing; returns how many loads that were.</summary>
    public int TakeBackStopped()
    {
        var count = 0;
        foreach (var table in store.Tables.Stopped())
        {
            using var turn = TableTurn.TryTake(store, table);
            if (turn is not null) count++;
        }

        return count;
    }

    private TableLoadResult Load(string path, string source, TableLoadOptions options, CancellationToken ct)
    {
        var table = _catalog.Find(options.Table);
        if (table is null && !options.MayCreate) return Refused($"There is no table '{options.Table}'.");
        // What has no header is refused before all of it is unpacked.
        using (Open(path, source, options)) { }
        var hash = ContentHash.Of(path, source, ct);
        if (table is not null && Find(table.Record.Id, hash) is { } known) return Known(table, known);
        List<string> notes = [];
        var (schema, proposal) = table is not null ? (table.Schema, null) : NewSchema(path, source, options, notes, ct);
        if (schema is null) return Refused(string.Join(" ", proposal is { Faults.Count: > 0 } ? proposal.Faults : notes)) with { Proposal = proposal, Notes = proposal is { Faults.Count: > 0 } ? notes : [] };
        var check = TableCheck.Read(() => Open(path, source, options), schema, notes, options.IsTrial ? new RepeatCount(store, table?.Record.Id) : null, ct);
        var result = new TableLoadResult { Outcome = TableLoadOutcome.Tried, Sentence = "", Schema = schema, Proposal = proposal, Notes = notes, Rejects = check.Rejects, IsNewTable = table is null };
        if (check.Refusal is { } refusal) return result with { Outcome = TableLoadOutcome.Refused, Sentence = refusal, IsNewTable = false };
        if (options.IsTrial) return result with { Sentence = Sentence("would be ", options.Table, check.Counts), Load = check.Counts };
        return Store(path, source, hash, options, check, result, ct);
    }

    // Earlier versions knew loads by their bytes as they lay on the disk.
    private TableLoad? Find(long tableId, ContentHash hash) => store.Tables.Loads.Find(tableId, hash.Content) ?? (hash.Bytes == hash.Content ? null : store.Tables.Loads.Find(tableId, hash.Bytes));

    private TableLoadResult Store(string path, string source, ContentHash hash, TableLoadOptions options, TableCheck check, TableLoadResult result, CancellationToken ct)
    {
        using var turn = TableTurn.TryTake(store, options.Table);
        if (turn is null) return result with { Outcome = TableLoadOutcome.Busy, Sentence = TableTurn.Busy(options.Table), IsNewTable = false };
        var schema = result.Schema!;
        var yaml = options.Schema is { } given && SchemaYaml.Read(given).Schema is not null ? given : result.Proposal?.Yaml ?? SchemaYaml.Write(schema);
        var known = store.Tables.Find(options.Table);
        // Another may have loaded, or changed the schema, while this file was checked.
        if (known is not null && (result.IsNewTable || known.Fingerprint != schema.Fingerprint)) return result with { Outcome = TableLoadOutcome.Busy, Sentence = TableTurn.Busy(options.Table), IsNewTable = false };
        if (known is not null && Find(known.Id, hash) is { } same) return Known(new KnownTable(known, schema), same);
        using var writer = known is not null
            ? store.Tables.Loads.Begin(known.Id, source, hash.Content, options.Actor)
            : store.Tables.Create(options.Table, yaml, schema.Fingerprint, source, hash.Content, options.Actor) ?? throw new StoreException(TableTurn.Busy(options.Table));
        TableCheck.Write(() => Open(path, source, options), schema, writer, ct);
        if ((writer.Load.Added, writer.Load.Phishing, writer.Load.Rejected) != (check.Counts.Added, check.Counts.Phishing, check.Counts.Rejected))
            return Refused($"{source} was changed while it was read; load it again when it is whole.");
        var load = writer.Finish();
        return result with { Outcome = TableLoadOutcome.Loaded, Sentence = Sentence("", options.Table, load), Load = load };
    }

    private static (TableSchema? Schema, SchemaProposal? Proposal) NewSchema(string path, string source, TableLoadOptions options, List<string> notes, CancellationToken ct)
    {
        PublishedSchema? published = null;
        if (options.Schema is { } yaml)
        {
            var reading = SchemaYaml.Read(yaml);
            notes.AddRange(reading.Notes);
            if (reading.Schema is not null) return (reading.Schema, null);
            if (reading.Published is null) throw new InputFileException("The schema cannot be used: " + string.Join(" ", reading.Faults));
            published = reading.Published;
        }

        using var file = Open(path, source, options);
        var choice = new ProposalChoice { Target = options.Target, Phishing = options.Phishing, Benign = options.Benign, Published = published, Words = options.File.Words };
        var proposal = SchemaInference.Propose(TableProfile.Read(file, ct), choice);
        notes.AddRange(proposal.Notes);
        return (proposal.Schema, proposal);
    }

    private static TableFile Open(string path, string source, TableLoadOptions options) => TableFile.From(InputFile.Open(path, source, options.File.Encoding), options.File);

    private static TableLoadResult Known(KnownTable table, TableLoad load) => new()
    {
        Outcome = TableLoadOutcome.Known,
        Sentence = string.Create(CultureInfo.InvariantCulture, $"These rows were loaded into '{table.Record.Name}' before, on {load.At:yyyy-MM-dd HH:mm} UTC as {load.Source} (load {load.Id}); nothing was added."),
        Load = load,
        Schema = table.Schema,
    };

    private static TableLoadResult Refused(string sentence) => new() { Outcome = TableLoadOutcome.Refused, Sentence = sentence };

    // With "would be " of what has not happened.
    private static string Sentence(string mood, string table, TableLoad load)
    {
        var repeats = load.Duplicates > 0 ? string.Create(CultureInfo.InvariantCulture, $", {load.Duplicates:N0} of them repeat others") : "";
        var apart = load.Rejected > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {load.Rejected:N0} {(load.Rejected == 1 ? "row" : "rows")} {(mood.Length > 0 ? mood : load.Rejected == 1 ? "was " : "were ")}kept apart") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{load.Added:N0} rows {mood}loaded into '{table}' ({load.Phishing:N0} phishing, {load.Added - load.Phishing:N0} benign{repeats}){apart}.");
    }
}
