using System.Collections.Concurrent;
using System.Globalization;
using Weir.Detection.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Server.Live;
using Weir.Storage.Tables;

namespace Weir.Server.Dashboard.Tables;

/// <summary>What the forms of the table pages ask for.</summary>
internal sealed class TableDesk(StoreDoor open, StagedFiles staged, LiveEvents live)
{
    /// <summary>The topic that tells of tables.</summary>
    public const string Topic = "tables";

    private const int MostKept = 8;

    private readonly ConcurrentDictionary<string, TableLoadResult> _looks = new(StringComparer.Ordinal);

    /// <summary>What loading a file would do; nothing is stored.</summary>
    public TableLoadResult Try(StagedFile file, CancellationToken ct)
    {
        var now = open().Tables.Find(file.Table);
        var key = string.Create(CultureInfo.InvariantCulture, $"{file.Id} {file.Table} {file.Target} {file.Phishing} {file.Benign} {file.Yaml?.GetHashCode(StringComparison.Ordinal)} {now?.Fingerprint} {now?.Loads}");
        if (_looks.TryGetValue(key, out var known)) return known;
        if (_looks.Count > MostKept) _looks.Clear();
        return _looks[key] = new TableIngest(open()).Load(staged.Input(file.Id), Options(file) with { IsTrial = true }, ct);
    }

    /// <summary>Loads a file; the file is taken away when its rows are held.</summary>
    public TableLoadResult Load(StagedFile file, CancellationToken ct)
    {
        var result = new TableIngest(open()).Load(staged.Input(file.Id), Options(file), ct);
        if (result.Outcome is not (TableLoadOutcome.Loaded or TableLoadOutcome.Known)) return result;
        staged.Save(file with { Done = result.Sentence, Notes = result.Notes, Yaml = null });
        staged.Empty(file.Id);
        live.Publish(Topic);
        return result;
    }

    /// <summary>Takes a load away; false when the table has none of this number.</summary>
    public bool Unload(TableRecord table, long load, string actor, CancellationToken ct)
    {
        var loads = open().Tables.Loads;
        if (loads.Find(load) is not { } known || known.TableId != table.Id || !loads.Remove(load, actor, ct)) return false;
        live.Publish(Topic);
        return true;
    }

    /// <summary>Takes a table away with all its rows.</summary>
    public void Forget(TableRecord table, string actor, CancellationToken ct)
    {
        TableForgetting.Forget(open(), table, actor, ct);
        live.Publish(Topic);
    }

    /// <summary>Changes the schema of a table.</summary>
    public SchemaChange SetSchema(string table, string yaml, string actor, CancellationToken ct)
    {
        var change = new TableCatalog(open()).SetSchema(table, yaml, actor, ct);
        if (change.Table is not null) live.Publish(Topic);
        return change;
    }

    /// <summary>The table that a form names: a new one by the name that was written, else by that of the file.</summary>
    public static string TableOf(string? chosen, string? written, string file) =>
        chosen is { Length: > 0 } ? chosen : written?.Trim() is { Length: > 0 } name ? name : TableName.FromFile(file);

    private static string[] Values(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static TableLoadOptions Options(StagedFile file) => new()
    {
        Table = file.Table,
        Actor = file.Actor,
        Source = file.Name,
        Target = file.Target,
        Phishing = Values(file.Phishing),
        Benign = Values(file.Benign),
        File = new TableFileChoice { Words = OptionWords.Page },
        Schema = file.Yaml,
    };
}
