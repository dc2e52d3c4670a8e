using System.Text;
using Weir.Detection;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Files;

namespace Weir.Cli.Checks;

/// <summary>Runs <c>weir check</c>: opens what is read and written, judges, and says how it ended.</summary>
internal sealed class CheckRun(CheckOptions options, TextWriter output, TextWriter error, TimeProvider time)
{
    /// <summary>Judges everything; returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (options.Input is { } read && options.Output is { } written && Path.GetFullPath(read) == Path.GetFullPath(written))
            throw CliError.Usage($"--input and --output are the same file, {read}; name another to write to.");
        using var source = OpenSource();
        var judge = CheckJudge.Open(options, time);
        if (judge.Problem is { } problem) error.WriteLine("weir: " + CliError.OneLine(problem));
        BulkCheck check;
        await using (var target = OpenTarget())
        {
            check = new BulkCheck(source, target, judge.For(Format(), options.Explain));
            var isFile = options.Input is not null;
            await using var progress = isFile ? CheckProgress.Start(check, source, error, time) : null;
            try
            {
                await check.RunAsync(isFile ? Environment.ProcessorCount : 1, cancellation);
            }
            catch (OutputClosedException)
            {
                // Who read has seen enough: that is no failure.
                return IsHit(check) ? ExitCode.FailOnHit : ExitCode.Done;
            }
        }
        if (check.Repaired > 0) error.WriteLine($"weir: {check.Repaired} rows of {source.File.Name} were not UTF-8 and were read as Latin-1.");
        if (source.Records.Damage is { } damage) throw new CliError(damage);
        if (IsHit(check)) return ExitCode.FailOnHit;
        return judge.Problem is null ? ExitCode.Done : ExitCode.Failed;
    }

    private bool IsHit(BulkCheck check) => options.FailOn switch
    {
        Decision.Phishing => check.Count(Decision.Phishing) > 0,
        Decision.Suspicious => check.Count(Decision.Phishing) + check.Count(Decision.Suspicious) > 0,
        _ => false,
    };

    private IVerdictFormat Format() => options.Format switch
    {
        OutputFormat.Csv => new CsvVerdicts(),
        OutputFormat.Jsonl => new JsonVerdicts(time),
        _ => new TextVerdicts(),
    };

    private RowSource OpenSource()
    {
        Column[] wanted = [Column.Url];
        if (options.Input is { } path) return RowSource.Open(path, wanted);
        if (options.Subjects is ["-"]) return RowSource.From(InputFile.From(Console.OpenStandardInput(), "stdin", isLive: true), wanted);
        // Line ends within a subject are ignored by browsers, too; here they would make two subjects of one.
        var lines = options.Subjects.Select(subject => subject.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal));
        var text = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
        return RowSource.From(InputFile.From(new MemoryStream(text), "arguments"), wanted, FileFormat.Lines);
    }

    private Stream OpenTarget()
    {
        if (options.Output is { } path) return VerdictFile.Create(path);
        return ReferenceEquals(output, Console.Out) ? new StandardOutput() : new TextStream(output);
    }
}
