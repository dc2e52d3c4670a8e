using System.CommandLine;
using System.Globalization;
using Weir.Cli.Tables;
using Weir.Pipeline.Tables;

namespace Weir.Cli.Commands;

/// <summary><c>weir tables</c>: tables of labelled rows, their schemas and loads.</summary>
internal static class TablesCommand
{
    private const string Description = """
        Tables of labelled rows: any CSV, JSON lines or mongoexport file with a column that says what is phishing.

        Examples:
          weir tables load phisingData.csv.gz
          weir tables show phisingdata
          weir tables schema phisingdata --out schema.yaml
          weir tables train phisingdata
          weir tables drift phisingdata
          weir check --channel table:phisingdata --input new.csv
          weir export --table phisingdata --format mongoexport
        """;

    internal const string Maker = "weir tables load FILE";
    internal static readonly Argument<string> Name = new("NAME") { Description = "The table" };

    internal static Command Create()
    {
        var list = new Command("list", "Show the tables (the default)");
        list.SetAction(List);
        var show = new Command("show", "Show a table: its rows, repeats, columns and loads") { Name };
        show.SetAction(Show);
        var command = new Command("tables", Description) { list, show, TableLoadCommand.Create(), TableSchemaCommand.Create(), TableTrainCommand.Create(), TableDriftCommand.Create(), TableLoopCommand.Create() };
        foreach (var other in TableRowsCommands.Create()) command.Add(other);
        command.SetAction(List);
        return command;
    }

    private static int List(ParseResult parsed)
    {
        using var store = parsed.OpenStore(TablesCommand.Maker);
        var output = parsed.InvocationConfiguration.Output;
        var tables = new TableCatalog(store).All();
        if (tables.Count == 0) output.WriteLine("No table yet; `weir tables load FILE` makes one.");
        foreach (var (record, schema) in tables)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{record.Name,-24} {record.Rows,12:N0} rows  {(record.Rows == 0 ? 0 : (double)record.Phishing / record.Rows),6:P1} phishing  {schema.Features.Count,5:N0} of {schema.Columns.Count,5:N0} columns learned from  {record.Loads,4:N0} loads  {(record.LoadedAt is { } at ? at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "never loaded")}"));
        }

        return ExitCode.Done;
    }

    private static int Show(ParseResult parsed)
    {
        using var store = parsed.OpenStore(TablesCommand.Maker);
        var table = new TableCatalog(store).Find(parsed.GetValue(Name)!) ?? throw Unknown(parsed.GetValue(Name)!);
        TableText.Show(parsed.InvocationConfiguration.Output, table, store.Tables.Rows.Repeats(table.Record.Id), store.Tables.Loads.Of(table.Record.Id, 10), TableDrop.FolderOf(store, table.Record.Name));
        return ExitCode.Done;
    }

    internal static CliError Unknown(string name) => new($"There is no table '{name}'; `weir tables` names those there are.");
}
