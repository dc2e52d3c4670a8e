using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Predicting;
using Weir.Pipeline.Tables.Reading;

namespace Weir.Cli.Checks;

/// <summary>Runs <c>weir check --channel table:NAME</c>: judges the rows of a file by the model of a table.</summary>
internal sealed class TableCheckRun(CheckOptions options, string table, PredictionForm form, TextWriter output)
{
    private const int FullReasons = 1000;

    /// <summary>Judges everything; returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (options.Input is not { } path) throw CliError.Usage("rows of a table come from a file: --input FILE, or --input - for stdin.");
        if (options.Output is { } written && path != "-" && Path.GetFullPath(path) == Path.GetFullPath(written)) throw CliError.Usage($"--input and --output are the same file, {path}; name another to write to.");
        var model = NamedModel.OfTable(table, options.Model, options.Data);
        using var file = path == "-" ? TableFile.From(InputFile.From(Console.OpenStandardInput(), "stdin", isLive: true)) : TableFile.Open(path);
        TablePrediction check;
        await using (var target = OpenTarget())
        {
            check = new TablePrediction(file, model, target, form, options.Explain switch { Explain.None => 0, Explain.Top => TableScorer.TopReasons, _ => FullReasons });
            await check.RunAsync(path == "-" ? 1 : Environment.ProcessorCount, ct);
        }

        if (file.Damage is { } damage) throw new CliError(damage);
        return options.FailOn is { } least && check.Count(Decision.Phishing) + (least == Decision.Suspicious ? check.Count(Decision.Suspicious) : 0) > 0 ? ExitCode.FailOnHit : ExitCode.Done;
    }

    private Stream OpenTarget()
    {
        if (options.Output is { } path) return VerdictFile.Create(path);
        return ReferenceEquals(output, Console.Out) ? new StandardOutput() : new TextStream(output);
    }
}
