using System.CommandLine;
using Weir.Cli.Tables;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;

namespace Weir.Cli.Commands;

/// <summary><c>weir tables schema</c>: the schema of a table as YAML, shown, written, replaced; or proposed for a file.</summary>
internal static class TableSchemaCommand
{
    private static readonly Argument<string?> Name = new("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "The table" };
    private static readonly Option<string?> Out = new("--out") { Description = "Write it to this file", HelpName = "FILE" };
    private static readonly Option<string?> Set = new("--set") { Description = "Replace it by that of this file; makes the table when it is not there", HelpName = "FILE" };
    private static readonly Option<string?> Propose = new("--propose") { Description = "Show what would be proposed for this file of rows; nothing is stored", HelpName = "FILE" };
    private static readonly Option<string?> Target = new("--target") { Description = "With --propose: the column that says what is phishing", HelpName = "COLUMN" };
    private static readonly Option<string[]> Phishing = new("--phishing") { Description = "With --propose: a value of it that means phishing", HelpName = "VALUE" };

    internal static Command Create()
    {
        var command = new Command("schema", "Show the schema of a table as YAML, replace it, or propose one for a file") { Name, Out, Set, Propose, Target, Phishing, TableLoadCommand.Delimiter };
        command.SetAction((parsed, ct) => Task.Run(() => Run(parsed, ct), ct));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(Propose) is { } rows) return ProposeFor(parsed, rows, ct);
        if (parsed.GetValue(Name) is not { } name) throw CliError.Usage("Name a table, or a file of rows with --propose.");
        using var store = parsed.GetValue(Set) is null ? parsed.OpenStore(TablesCommand.Maker) : parsed.MakeStore();
        var catalog = new TableCatalog(store);
        if (parsed.GetValue(Set) is { } file) return Replace(parsed, catalog, name, TableText.ReadYaml(file), ct);
        var table = catalog.Find(name) ?? throw TablesCommand.Unknown(name);
        return Write(parsed, table.Record.Schema);
    }

    private static int ProposeFor(ParseResult parsed, string path, CancellationToken ct)
    {
        using var file = TableFile.Open(path, TableLoadCommand.Choice(parsed));
        var proposal = SchemaInference.Propose(TableProfile.Read(file, ct), new ProposalChoice { Target = parsed.GetValue(Target), Phishing = parsed.GetValue(Phishing) ?? [] });
        foreach (var note in proposal.Notes) parsed.InvocationConfiguration.Error.WriteLine("  " + TableText.Printable(note));
        return proposal.Yaml is { } yaml ? Write(parsed, yaml) : throw new CliError(TableText.Printable(string.Join(" ", proposal.Faults)));
    }

    private static int Replace(ParseResult parsed, TableCatalog catalog, string name, string yaml, CancellationToken ct)
    {
        var isNew = catalog.Find(name) is null;
        var change = isNew ? catalog.Create(name, yaml, "cli") : catalog.SetSchema(name, yaml, "cli", ct);
        foreach (var note in change.Notes) parsed.InvocationConfiguration.Output.WriteLine("  " + TableText.Printable(note));
        if (change.Table is not { } table) throw new CliError(TableText.Printable(string.Join(" ", change.Faults)));
        parsed.InvocationConfiguration.Output.WriteLine($"{(isNew ? "Made" : "Changed")} the table {name}: {table.Schema.Features.Count} of {table.Schema.Columns.Count} columns are learned from; schema {table.Schema.Fingerprint[..12]}.");
        return ExitCode.Done;
    }

    private static int Write(ParseResult parsed, string yaml)
    {
        if (parsed.GetValue(Out) is { } file) File.WriteAllText(file, yaml);
        else parsed.InvocationConfiguration.Output.Write(yaml);
        return ExitCode.Done;
    }
}
