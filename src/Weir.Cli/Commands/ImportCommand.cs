using System.CommandLine;
using System.Globalization;
using Weir.Detection.Reference;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Files;
using Weir.Storage;

namespace Weir.Cli.Commands;

/// <summary><c>weir import</c>: observations from files into the store.</summary>
internal static class ImportCommand
{
    private const int RejectsShown = 5;

    private static readonly Argument<string[]> Paths = new("PATH") { Arity = ArgumentArity.OneOrMore, Description = "Files to read; .gz is unpacked" };
    private static readonly Option<string> Format = new("--format")
    {
        Description = "How the records are written",
        HelpName = "auto|csv|jsonl|mongoexport|mbox|eml|lines",
        DefaultValueFactory = _ => "auto",
    };
    private static readonly Option<string> Feed = new("--feed") { Description = "The feed that states them (default: the source column, else the file's name)", HelpName = "NAME" };
    private static readonly Option<string> Label = new("--label") { Description = "The label of rows that have none", HelpName = "phishing|benign" };

    static ImportCommand()
    {
        Format.AcceptOnlyFromAmong("auto", "csv", "jsonl", "mongoexport", "mbox", "eml", "lines");
        Label.AcceptOnlyFromAmong("phishing", "benign");
    }

    internal static Command Create()
    {
        var command = new Command("import", "Read observations from files into the store") { Paths, Format, Feed, Label };
        command.SetAction((parsed, ct) => Task.Run(() => Run(parsed, ct), ct));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken ct)
    {
        using var store = parsed.MakeStore();
        var subjects = new UrlSubjects(ReferenceLists.Load(parsed.DataDirectory()));
        var import = new UrlImport(store, subjects.TryRead, subjects.IsPopular);
        var options = new ImportOptions
        {
            Format = FormatOf(parsed.GetValue(Format)!),
            Feed = parsed.GetValue(Feed),
            IsPhishing = parsed.GetValue(Label) is { } label ? label == "phishing" : null,
        };
        var isWhole = true;
        foreach (var path in parsed.GetValue(Paths)!) isWhole &= One(parsed, store, import, path, options, ct);
        return isWhole ? ExitCode.Done : ExitCode.Failed;
    }

    private static bool One(ParseResult parsed, WeirStore store, UrlImport import, string path, ImportOptions options, CancellationToken ct)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            var result = import.Run(path, options, ct: ct);
            var counts = result.Counts;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{path}: {counts.Read:N0} read, {counts.Added:N0} new, {counts.Duplicate:N0} duplicate, {counts.Rejected:N0} rejected ({counts.SetAside:N0} of them popular homepages set aside)"));
            foreach (var reject in store.Imports.Rejects(counts.Id, RejectsShown)) output.WriteLine($"  {path}:{reject.Line}: {reject.Reason}");
            if (counts.Rejected > RejectsShown) output.WriteLine("  … and more; all are kept with line and reason: weir feeds rejects");
            if (result.Damage is not null) error.WriteLine("weir: " + result.Damage);
            var isUseless = counts.Read > 0 && counts.Added + counts.Duplicate == 0 && counts.Rejected > counts.SetAside;
            if (isUseless) error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"weir: none of the {counts.Read:N0} rows of {path} could be used; the reasons stand above, --format and --label say how to read it."));
            return result.Damage is null && !isUseless;
        }
        catch (InputFileException fault)
        {
            error.WriteLine("weir: " + CliError.Sentence(fault));
            return false;
        }
    }

    private static FileFormat FormatOf(string name) => name switch
    {
        "csv" => FileFormat.Csv,
        "jsonl" or "mongoexport" => FileFormat.Json,
        "lines" => FileFormat.Lines,
        "mbox" => FileFormat.Mbox,
        "eml" => FileFormat.Eml,
        _ => FileFormat.Auto,
    };
}
