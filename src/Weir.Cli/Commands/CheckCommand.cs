using System.CommandLine;
using Weir.Cli.Checks;
using Weir.Cli.Tables;
using Weir.Detection;
using Weir.Pipeline.Tables.Predicting;

namespace Weir.Cli.Commands;

/// <summary><c>weir check</c>: judges subjects from the command line, stdin or a file.</summary>
internal static class CheckCommand
{
    private const string Description = """
        Judges URLs: is this phishing, and why?

        Every line in gives a line out, in the same order; what cannot be read is "unknown" with an error.
        Files are CSV (a column named url, subject, link or address), JSON lines or one subject a line, plain or .gz.
        CSV output keeps the input's columns and adds decision,score,category,brand,model,error. Cells of ours that a
        spreadsheet would run as a formula get a leading apostrophe; cells of the input are kept as they are.

        Examples:
          weir check https://example.com/login
          weir check - < urls.txt
          weir check --input urls.csv.gz --format csv --output verdicts.csv
          weir check --input urls.txt --format jsonl --fail-on phishing
          weir check --channel table:phisingdata --input rows.csv --format html --output rows.html
        """;

    private static readonly Argument<string[]> Subjects = new("SUBJECT") { Description = "URLs to judge; - reads them from stdin", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Input = new("--input") { Description = "File to read, plain or .gz", HelpName = "FILE" };
    private static readonly Option<string?> Output = new("--output") { Description = "File to write, packed when it ends in .gz; - is stdout", HelpName = "FILE" };
    private static readonly Option<string> Channel = ChannelOption.Create("What the subjects are");
    private static readonly Option<string?> Format = Choice("--format", "Form of the answers; default: text, csv for a file; html for rows of a table", "text", "jsonl", "csv", "html")!;
    private static readonly Option<string?> Model = new("--model") { Description = "Version of the registry, or a model file; default: the champion", HelpName = "VERSION|FILE" };
    private static readonly Option<string?> Reasons = Choice("--explain", "How many reasons; default: top (csv: none)", "none", "top", "full")!;
    private static readonly Option<string?> FailOn = Choice("--fail-on", "Exit code 3 when a subject is decided so, or worse", "phishing", "suspicious")!;
    private static readonly Option<bool> Offline = new("--offline") { Description = "No lookup of any kind" };

    internal static Command Create()
    {
        var command = new Command("check", Description) { Subjects, Input, Output, Channel, Format, Model, Reasons, FailOn, Offline };
        command.SetAction((parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration;
            if (ChannelOption.Table(parsed.GetValue(Channel)) is { } table) return new TableCheckRun(Options(parsed, isTable: true), table, Form(parsed), output.Output).RunAsync(cancellation);
            return new CheckRun(Options(parsed), output.Output, output.Error, TimeProvider.System).RunAsync(cancellation);
        });
        return command;
    }

    private static PredictionForm Form(ParseResult parsed) => parsed.GetValue(Format) switch
    {
        "jsonl" => PredictionForm.Jsonl,
        "html" => PredictionForm.Html,
        "text" => throw CliError.Usage("rows of a table are written as csv, jsonl or html."),
        _ => PredictionForm.Csv,
    };

    private static CheckOptions Options(ParseResult parsed, bool isTable = false)
    {
        var subjects = parsed.GetValue(Subjects) ?? [];
        var input = parsed.GetValue(Input);
        if (input is null == (subjects.Length == 0))
            throw CliError.Usage("name either subjects, - for stdin, or --input FILE. See `weir check --help`.");
        // No address begins so: it is an option that this command does not have, and must not pass for a benign subject.
        if (Array.Find(subjects, subject => subject.StartsWith("--", StringComparison.Ordinal)) is { } option)
            throw CliError.Usage($"{option} is not an option of check; write its name as `weir check --help` does, or put such a subject into a file.");
        if (subjects.Length > 1 && subjects.Contains("-")) throw CliError.Usage("- (stdin) stands alone; it cannot be mixed with other subjects.");
        if (!isTable && parsed.GetValue(Format) == "html") throw CliError.Usage("--format html is for rows of a table: --channel table:NAME.");
        var format = isTable ? OutputFormat.Csv : Named(parsed.GetValue(Format), input is null ? OutputFormat.Text : OutputFormat.Csv);
        return new CheckOptions
        {
            Subjects = subjects,
            Input = input,
            Output = parsed.GetValue(Output) is { } output and not "-" ? output : null,
            Format = format,
            Explain = Named(parsed.GetValue(Reasons), format == OutputFormat.Csv ? Explain.None : Explain.Top),
            FailOn = parsed.GetValue(FailOn) is { } name ? Named(name, Decision.Phishing) : null,
            Model = parsed.GetValue(Model),
            Data = parsed.DataDirectory(),
        };
    }

    private static T Named<T>(string? name, T otherwise) where T : struct, Enum => name is null ? otherwise : Enum.Parse<T>(name, ignoreCase: true);

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
