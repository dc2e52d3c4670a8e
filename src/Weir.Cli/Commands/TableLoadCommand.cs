using System.CommandLine;
using Weir.Cli.Tables;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables;
using Weir.Pipeline.Tables.Reading;

namespace Weir.Cli.Commands;

/// <summary><c>weir tables load</c>: rows of files into a table, which is made when it is not there.</summary>
internal static class TableLoadCommand
{
    private const int MostNotes = 30;

    private static readonly Argument<string[]> Paths = new("FILE") { Arity = ArgumentArity.OneOrMore, Description = "CSV, TSV, JSON lines, a JSON array or mongoexport; .gz is unpacked; - for standard input, with --table" };
    private static readonly Option<string?> Table = new("--table") { Description = "The table (default: made of the name of the file)", HelpName = "NAME" };
    private static readonly Option<string?> Schema = new("--schema") { Description = "A schema as YAML for a new table; also the published data_schema/schema.yaml", HelpName = "FILE" };
    private static readonly Option<string?> Target = new("--target") { Description = "The column that says what is phishing, for a new table", HelpName = "COLUMN" };
    private static readonly Option<string[]> Phishing = new("--phishing") { Description = "A value of it that means phishing; may be repeated", HelpName = "VALUE" };
    private static readonly Option<string[]> Benign = new("--benign") { Description = "A value of it that means benign; may be repeated", HelpName = "VALUE" };
    internal static readonly Option<string?> Delimiter = new("--delimiter") { Description = "What stands between cells, one character or 'tab' (default: found out)", HelpName = "C" };
    private static readonly Option<bool> Trial = new("--dry-run") { Description = "Check everything, store nothing" };

    internal static Command Create()
    {
        var command = new Command("load", "Load files into a table; a file is loaded whole or not at all, and once") { Paths, Table, Schema, Target, Phishing, Benign, Delimiter, Trial };
        command.SetAction((parsed, ct) => Task.Run(() => Run(parsed, ct), ct));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(Paths)!.Contains(StandardRows.Mark) && parsed.GetValue(Table) is null) throw CliError.Usage("rows of standard input have no file to be named after; name their table with --table NAME.");
        using var store = parsed.MakeStore();
        var (ingest, output, error) = (new TableIngest(store), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        ingest.TakeBackStopped();
        var isWhole = true;
        foreach (var path in parsed.GetValue(Paths)!)
        {
            using var taken = path == StandardRows.Mark ? StandardRows.Take(store.DataDirectory, ct) : null;
            var result = ingest.Load(taken?.Path ?? path, Options(parsed, path) with { Source = taken is null ? null : StandardRows.Name }, ct);
            Tell(output, result, taken is null ? path : StandardRows.Name);
            var isGood = result.Outcome is TableLoadOutcome.Loaded or TableLoadOutcome.Known or TableLoadOutcome.Tried;
            if (isGood) output.WriteLine(TableText.Printable(result.Sentence));
            else error.WriteLine("weir: " + TableText.Printable(result.Sentence));
            isWhole &= isGood;
        }

        return isWhole ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Tell(TextWriter output, TableLoadResult result, string name)
    {
        foreach (var note in result.Notes.Take(MostNotes)) output.WriteLine("  " + TableText.Printable(note));
        if (result.Notes.Count > MostNotes) output.WriteLine($"  … and {result.Notes.Count - MostNotes} more notes");
        foreach (var reject in result.Rejects.Take(5)) output.WriteLine($"  {name}:{reject.Line}: {TableText.Printable(reject.Reason)}");
        if (result.Rejects.Count > 5) output.WriteLine("  … and more; after a load all are kept with line and reason: weir tables rejects NAME");
    }

    /// <summary>What says how the rows of a new table are to be read.</summary>
    internal static IReadOnlyList<Option> Reading => [Schema, Target, Phishing, Benign, Delimiter];

    internal static TableLoadOptions Options(ParseResult parsed, string path, string? name = null) => new()
    {
        Table = name ?? parsed.GetValue(Table) ?? TableName.FromFile(path),
        Actor = "cli",
        File = Choice(parsed),
        Schema = parsed.GetValue(Schema) is { } schema ? TableText.ReadYaml(schema) : null,
        Target = parsed.GetValue(Target),
        Phishing = parsed.GetValue(Phishing) ?? [],
        Benign = parsed.GetValue(Benign) ?? [],
        IsTrial = parsed.GetValue(Trial),
    };

    internal static TableFileChoice Choice(ParseResult parsed) => parsed.GetValue(Delimiter) switch
    {
        null => new TableFileChoice(),
        "tab" or "\\t" or "\t" => new TableFileChoice { Format = FileFormat.Csv, Delimiter = (byte)'\t' },
        [var one] when char.IsAscii(one) && one is not ('"' or '\n' or '\r' or '\0') => new TableFileChoice { Format = FileFormat.Csv, Delimiter = (byte)one },
        _ => throw CliError.Usage("--delimiter must be one ASCII character, or the word tab."),
    };
}
