using System.CommandLine;
using Weir.Cli.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Storage;

namespace Weir.Cli.Commands;

/// <summary><c>weir tables rows</c>, <c>rejects</c>, <c>unload</c>, <c>drop</c>, <c>forget</c>.</summary>
internal static class TableRowsCommands
{
    private static readonly Option<int> Limit = new("--limit") { Description = "How many at most", DefaultValueFactory = _ => 20 };
    private static readonly Option<long> After = new("--after") { Description = "Only rows behind the one with this number" };
    private static readonly Option<long?> Load = new("--load") { Description = "The load (default: the newest)", HelpName = "ID" };
    private static readonly Argument<long> LoadId = new("LOAD") { Description = "The number of the load" };
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do it without asking back" };

    internal static IEnumerable<Command> Create()
    {
        yield return Command("rows", "Show rows of a table: number, label, cells", Rows, Limit, After);
        yield return Command("rejects", "Show rows that a load kept apart, with line and reason", Rejects, Load, Limit);
        var unload = Command("unload", "Take a load away with its rows", Unload);
        unload.Add(LoadId);
        yield return unload;
        yield return Command("forget", "Take a table away with all its rows", Forget, Yes);
        var drop = new Command("drop", "Load what lies in the drop folders of the tables now");
        drop.SetAction((parsed, ct) => Task.Run(() => Drop(parsed, ct), ct));
        yield return drop;
    }

    private static Command Command(string name, string description, Func<ParseResult, WeirStore, KnownTable, CancellationToken, int> act, params ReadOnlySpan<Option> options)
    {
        var command = new Command(name, description) { TablesCommand.Name };
        foreach (var option in options) command.Add(option);
        command.SetAction((parsed, ct) => Task.Run(() =>
        {
            using var store = parsed.OpenStore(TablesCommand.Maker);
            return act(parsed, store, new TableCatalog(store).Find(parsed.GetValue(TablesCommand.Name)!) ?? throw TablesCommand.Unknown(parsed.GetValue(TablesCommand.Name)!), ct);
        }, ct));
        return command;
    }

    private static int Rows(ParseResult parsed, WeirStore store, KnownTable table, CancellationToken ct)
    {
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine(TableText.Printable(string.Join('\t', ["row", "load", "line", "is", .. table.Schema.Columns.Select(column => column.Name), table.Schema.Target.Column])));
        foreach (var row in store.Tables.Rows.After(table.Record.Id, parsed.GetValue(After), Count(parsed)))
            output.WriteLine(string.Join('\t', [$"{row.Id}", $"{row.LoadId}", $"{row.Line}", row.IsPhishing ? "phishing" : "benign", .. StoredCells.Texts(row.Cells).Select(cell => TableText.Cell(cell))]));
        return ExitCode.Done;
    }

    private static int Rejects(ParseResult parsed, WeirStore store, KnownTable table, CancellationToken ct)
    {
        var output = parsed.InvocationConfiguration.Output;
        var load = parsed.GetValue(Load) is { } id ? store.Tables.Loads.Find(id) : store.Tables.Loads.Of(table.Record.Id, 1).FirstOrDefault();
        if (load is null || load.TableId != table.Record.Id) throw new CliError($"The table '{table.Record.Name}' has no such load; `weir tables show {table.Record.Name}` lists its loads.");
        output.WriteLine($"Load {load.Id}, {TableText.Printable(load.Source)}: {load.Rejected} of {load.Read} rows were kept apart.");
        foreach (var reject in store.Tables.Loads.Rejects(load.Id, Count(parsed))) output.WriteLine($"  line {reject.Line}: {TableText.Printable(reject.Reason)}\n    {TableText.Cell(reject.Text)}");
        return ExitCode.Done;
    }

    private static int Unload(ParseResult parsed, WeirStore store, KnownTable table, CancellationToken ct)
    {
        var id = parsed.GetValue(LoadId);
        if (store.Tables.Loads.Find(id) is not { } load || load.TableId != table.Record.Id) throw new CliError($"The table '{table.Record.Name}' has no load {id}; `weir tables show {table.Record.Name}` lists its loads.");
        store.Tables.Loads.Remove(id, "cli", ct);
        parsed.InvocationConfiguration.Output.WriteLine($"Took load {id} away with its {load.Added} rows.");
        return ExitCode.Done;
    }

    private static int Forget(ParseResult parsed, WeirStore store, KnownTable table, CancellationToken ct)
    {
        if (!parsed.GetValue(Yes)) throw CliError.Usage($"This takes away the table '{table.Record.Name}' with {table.Record.Rows} rows; say --yes if that is meant.");
        var left = TableForgetting.Forget(store, table.Record, "cli", ct);
        parsed.InvocationConfiguration.Output.WriteLine($"Forgot the table {table.Record.Name} with {table.Record.Rows} rows and the files of its models.");
        if (left.Count > 0) parsed.InvocationConfiguration.Output.WriteLine($"{left.Count} {(left.Count == 1 ? "file stays" : "files stay")} in its folder '{Path.GetDirectoryName(TableDrop.FolderOf(store, table.Record.Name))}'; delete them if they are not needed.");
        return ExitCode.Done;
    }

    private static int Drop(ParseResult parsed, CancellationToken ct)
    {
        using var store = parsed.OpenStore(TablesCommand.Maker);
        return new DropRun(new TableDrop(store), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error).Run(ct) ? ExitCode.Done : ExitCode.Failed;
    }

    private static int Count(ParseResult parsed) => parsed.GetValue(Limit) is >= 1 and var limit ? limit : throw CliError.Usage("--limit must be 1 or more.");
}
