using System.CommandLine;
using Weir.Cli.Commands;

namespace Weir.Cli;

/// <summary>The whole command line: the list of commands and the one door at which failures become exit codes.</summary>
internal static class Program
{
    /// <summary>All commands, in the order of <c>weir --help</c>.</summary>
    public static RootCommand CreateRoot() => new("Weir says whether a URL is phishing, and why. It keeps learning from feeds. Exit codes: 0 done, 1 failed, 2 bad usage, 3 a --fail-on hit.")
    {
        GlobalOptions.Data,
        CheckCommand.Create(),
        UrlCommand.Create(),
        FeaturesCommand.Create(),
        ListsCommand.Create(),
        ServeCommand.Create(),
        ImportCommand.Create(),
        FeedsCommand.Create(),
        ModelsCommand.Create(),
        StatusCommand.Create(),
        CycleCommand.Create(),
        TrainCommand.Create(),
        EvaluateCommand.Create(),
        TuneCommand.Create(),
        DemoCommand.Create(),
        DriftCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        DoctorCommand.Create(),
        AlertsCommand.Create(),
        AuditCommand.Create(),
        KeysCommand.Create(),
        AccountsCommand.Create(),
        SecretsCommand.Create(),
        TenantsCommand.Create(),
        JobsCommand.Create(),
        TablesCommand.Create(),
        ExportCommand.Create(),
        AppealsCommand.Create(),
    };

    private static Task<int> Main(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>Runs one command line; returns the exit code of <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            var parsed = CreateRoot().Parse(args);
            if (parsed.Errors.Count > 0) return BadUsage(parsed, error);
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
            });
        }
        catch (Exception failure) // the door of the CLI: every failure leaves as one sentence
        {
            await error.WriteLineAsync("weir: " + CliError.Sentence(failure));
            return failure is CliError told ? told.Code : ExitCode.Failed;
        }
    }

    private static int BadUsage(ParseResult parsed, TextWriter error)
    {
        var command = string.Join(' ', Path(parsed.CommandResult.Command).Reverse());
        var fault = parsed.Errors[0].Message;
        // The parser tells first that a command is missing, even where a word stands that is none.
        if (parsed.UnmatchedTokens is [var unknown, ..]) fault = $"'{unknown}' is not a command or option of `{command}`";
        fault = fault.Replace("expected type 'System.Int64'", "a whole number", StringComparison.Ordinal).Replace("expected type 'System.Int32'", "a whole number", StringComparison.Ordinal);
        error.WriteLine($"weir: {CliError.OneLine(fault).TrimEnd('.')}. See `{command} --help`.");
        return ExitCode.BadUsage;
    }

    private static IEnumerable<string> Path(Command command)
    {
        for (Symbol? at = command; at is not null; at = at.Parents.FirstOrDefault())
            yield return at is RootCommand ? "weir" : at.Name;
    }
}
