using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Storage;

namespace Weir.Pipeline.Tables;

/// <summary>What became of a file of a drop folder.</summary>
/// <param name="Table">The table of the folder.</param>
/// <param name="Name">The file, below the folder.</param>
/// <param name="Result">What loading it came to.</param>
/// <param name="IsWaiting">True: it is taken again, because another load runs or it was still being written.</param>
public sealed record DroppedTableFile(string Table, string Name, TableLoadResult Result, bool IsWaiting)
{
    /// <summary>True when it was put into <c>rejected/</c>.</summary>
    public bool IsRefused => !IsWaiting && Result.Outcome == TableLoadOutcome.Refused;
}

/// <summary>
/// Takes the files that lie in <c>tables/NAME/drop/</c> of the data directory. A file is left alone until two looks, some time apart, find it
/// unchanged; then it is loaded and put into <c>done/</c> or <c>rejected/</c> with a report beside it.
/// </summary>
/// <param name="store">Keeps the tables.</param>
/// <param name="loaded">Hears of each table into which rows came.</param>
public sealed class TableDrop(WeirStore store, Action<string>? loaded = null)
{
    private const int MostFiles = 100;
    internal const string Folder = "drop";
    private const string Actor = "weir";
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The drop folder of a table; the first load makes it, and so may anybody.</summary>
    public static string FolderOf(WeirStore store, string table) => Path.Combine(TableTurn.FolderOf(store, table), Folder);

    /// <summary>Takes what lies there, and tells what was refused; with <paramref name="now"/> also what somebody may still be writing.</summary>
    public IReadOnlyList<Finding> Run(bool now = false, CancellationToken ct = default) =>
        [.. Take(now, ct).Where(file => file.IsRefused).Select(file => new Finding(FindingKind.TableRefused, FindingLevel.Warning, TableName.Channel(file.Table), $"{file.Name}: {file.Result.Sentence}"))];

    /// <summary>The same file by file, as it is done; of each table at most 100 at once.</summary>
    public IEnumerable<DroppedTableFile> Take(bool now = false, CancellationToken ct = default)
    {
        new TableIngest(store).TakeBackStopped();
        return TableTurn.Names(store).Where(name => TableName.IsName(name) && Directory.Exists(FolderOf(store, name))).SelectMany(table => Take(table, now, ct));
    }

    private IEnumerable<DroppedTableFile> Take(string table, bool now, CancellationToken ct)
    {
        var folder = new DropFolder(FolderOf(store, table));
        foreach (var file in folder.Claimed().Concat(Settled(folder, now)).Take(MostFiles))
        {
            ct.ThrowIfCancellationRequested();
            var result = new TableIngest(store).Load(file.Path, new TableLoadOptions { Table = table, Actor = Actor, Source = file.Name }, ct);
            if (result.Outcome == TableLoadOutcome.Loaded) loaded?.Invoke(table);
            var taken = new DroppedTableFile(table, file.Name, result, IsWaiting: result.Outcome == TableLoadOutcome.Busy || !DropFolder.IsUnchanged(file));
            if (!taken.IsWaiting) folder.Finish(file, taken.IsRefused ? "rejected" : "done", to => Report(to, file.Name, result));
            yield return taken;
        }
    }

    // Lazy, so that a file is claimed only when it is its turn.
    private IEnumerable<DroppedFile> Settled(DropFolder folder, bool now)
    {
        var waiting = folder.Waiting();
        store.Taken.ForgetOthers(folder.Root, waiting.Select(file => file.Path).ToHashSet(StringComparer.Ordinal));
        foreach (var file in waiting)
        {
            if (!now && store.Time.GetUtcNow() - store.Taken.Look(file.Path, file.Size, file.WrittenAt) < Settle) continue;
            var claimed = folder.Claim(file);
            store.Taken.Forget(file.Path);
            yield return claimed;
        }
    }

    private static void Report(Stream to, string name, TableLoadResult result)
    {
        using var json = new Utf8JsonWriter(to, Readable);
        json.WriteStartObject();
        json.WriteString("file", name);
        json.WriteString("outcome", result.Outcome.ToString().ToLowerInvariant());
        json.WriteString("sentence", result.Sentence);
        json.WriteNumber("read", result.Load?.Read ?? 0);
        json.WriteNumber("added", result.Load?.Added ?? 0);
        json.WriteNumber("duplicates", result.Load?.Duplicates ?? 0);
        json.WriteNumber("rejected", result.Load?.Rejected ?? 0);
        json.WriteStartArray("notes");
        foreach (var note in result.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteStartArray("rejects");
        foreach (var reject in result.Rejects)
        {
            json.WriteStartObject();
            json.WriteNumber("line", reject.Line);
            json.WriteString("reason", reject.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
