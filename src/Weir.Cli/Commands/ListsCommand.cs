using System.CommandLine;
using System.Globalization;
using Weir.Detection.Reference;
using Weir.Detection.Reference.Generating;

namespace Weir.Cli.Commands;

/// <summary><c>weir lists</c>: the reference lists in use, with source, date and number of entries.</summary>
internal static class ListsCommand
{
    internal static Command Create()
    {
        var command = new Command("lists", "Show the reference lists and the allow and block lists, and refresh them")
        {
            ListEntryCommands.Add(), ListEntryCommands.Remove(), ListEntryCommands.Show(), ListsUpdateCommand.Create(), Generate(),
        };
        command.SetAction(parsed => Show(ReferenceLists.Load(parsed.DataDirectory()).All, parsed.InvocationConfiguration.Output));
        return command;
    }

    private static Command Generate()
    {
        var from = new Option<string>("--from") { Required = true, HelpName = "DIR", Description = "Folder of the source files" };
        var tables = new Option<string>("--tables") { Required = true, HelpName = "DIR", Description = "Folder of brands.csv and exclusions.csv" };
        var output = new Option<string>("--out") { Required = true, HelpName = "DIR", Description = "Folder of the compiled lists" };
        var date = new Option<string>("--date") { Required = true, HelpName = "DATE", Description = "Day of the content, yyyy-MM-dd" };
        var command = new Command("generate", "Compile reference lists from source files") { from, tables, output, date };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            if (!DateOnly.TryParseExact(parsed.GetValue(date), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
                throw CliError.Usage("--date must be a day such as 2026-08-31.");
            return Show(
                ReferenceGenerator.Run(parsed.GetValue(from)!, parsed.GetValue(tables)!, parsed.GetValue(output)!, day),
                parsed.InvocationConfiguration.Output);
        });
        return command;
    }

    private static int Show(IReadOnlyList<ReferenceList> lists, TextWriter output)
    {
        foreach (ReferenceList list in lists)
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{list.Name,-16} {list.Count,8} entries  {list.Date:yyyy-MM-dd}  {list.Source}{(list.IsOverride ? " (from the data directory)" : "")}"));
        return ExitCode.Done;
    }
}
