using System.CommandLine;
using System.Globalization;
using Weir.Cli.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Drift;
using Weir.Pipeline.Tables.Reading;

namespace Weir.Cli.Commands;

/// <summary><c>weir tables drift</c>: new rows of a table, or those of a file, beside the rows that were learned from.</summary>
internal static class TableDriftCommand
{
    private const int MostColumns = 40;

    private static readonly Option<long?> From = new("--from") { Description = "The load to compare with (default: all that the champion learned from, else the earliest)", HelpName = "LOAD" };
    private static readonly Option<long?> To = new("--to") { Description = "The load that is looked at (default: what came since, else the newest)", HelpName = "LOAD" };
    private static readonly Option<string?> Input = new("--input") { Description = "Look at the rows of this file instead; it needs no target", HelpName = "FILE" };
    private static readonly Option<string> Format = Formats();
    private static readonly Option<string?> Out = new("--out") { Description = "Write it to this file", HelpName = "FILE" };

    internal static Command Create()
    {
        var command = new Command("drift", "Compare new rows of a table, or those of a file, with the rows that were learned from") { TablesCommand.Name, From, To, Input, TableLoadCommand.Delimiter, Format, Out };
        command.SetAction((parsed, ct) => Task.Run(() => Run(parsed, ct), ct));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(Input) is not null && (parsed.GetValue(From) ?? parsed.GetValue(To)) is not null) throw CliError.Usage("--input stands alone: its rows are held against those that were learned from.");
        using var store = parsed.OpenStore(TablesCommand.Maker);
        var name = parsed.GetValue(TablesCommand.Name)!;
        var table = new TableCatalog(store).Find(name) ?? throw TablesCommand.Unknown(name);
        DriftRun run;
        if (parsed.GetValue(Input) is { } path)
        {
            using var file = TableFile.Open(path, TableLoadCommand.Choice(parsed));
            run = TableDriftRun.Of(store, table, file, ct);
        }
        else
        {
            run = TableDriftRun.Of(store, table, new DriftLoads(parsed.GetValue(From), parsed.GetValue(To)), ct);
        }

        Write(parsed, run.Report ?? throw new CliError(TableText.Printable(run.Refusal!)));
        return ExitCode.Done;
    }

    private static void Write(ParseResult parsed, TableDriftReport report)
    {
        var text = parsed.GetValue(Format) switch
        {
            "json" => report.Json() + "\n",
            "yaml" => report.Yaml(),
            "html" => TableDriftPage.Render(report),
            _ => Text(report),
        };
        if (parsed.GetValue(Out) is { } file) File.WriteAllText(file, text);
        else parsed.InvocationConfiguration.Output.Write(text);
        if (parsed.GetValue(Out) is { } written) parsed.InvocationConfiguration.Error.WriteLine($"{report.Sentence} The report is in {written}.");
    }

    private static string Text(TableDriftReport report)
    {
        var lines = new List<string> { TableText.Printable(report.Sentence) };
        if (report is { RowsBefore: > 0, RowsNow: > 0 }) lines.Add(string.Create(CultureInfo.InvariantCulture, $"{"column",-32} {"state",-9} {"PSI",8} {"JS",7} {"KS",7} {"p-value",9}  missing before and now"));
        foreach (var column in report.Columns.Take(report is { RowsBefore: > 0, RowsNow: > 0 } ? MostColumns : 0))
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"{TableText.Cell(column.Column),-32} {(column.Level == DriftLevel.None ? "as before" : column.Level.ToString().ToLowerInvariant()),-9} {column.Psi,8:F3} {column.JensenShannon,7:F3} {column.Ks,7:F3} {column.PValue,9:G2}  {column.MissingBefore,6:P1} {column.MissingNow,6:P1}"));
        if (report.Columns.Count > MostColumns) lines.Add($"… and {report.Columns.Count - MostColumns} more: --format json has all");
        return string.Join('\n', lines) + "\n";
    }

    private static Option<string> Formats()
    {
        var option = new Option<string>("--format") { Description = "text, json, yaml (column: p_value, drift_status) or html", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        option.AcceptOnlyFromAmong("text", "json", "yaml", "html");
        return option;
    }
}
