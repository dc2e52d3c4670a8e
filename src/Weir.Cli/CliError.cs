namespace Weir.Cli;

/// <summary>Ends a command: one sentence for a person, with the way out, and the exit code.</summary>
internal sealed class CliError(string sentence, int exitCode = ExitCode.Failed, Exception? cause = null)
    : Exception(sentence, cause)
{
    /// <summary>ENOSPC, which .NET hands on as it is.</summary>
    private const int NoSpaceLeft = 28;

    /// <summary>The exit code of the process; 1 unless said otherwise.</summary>
    public int Code { get; } = exitCode;

    /// <summary>A command line that cannot be understood: exit code 2.</summary>
    public static CliError Usage(string sentence) => new(sentence, ExitCode.BadUsage);

    /// <summary>What is written to stderr for any failure: one line, whatever the exception holds.</summary>
    public static string Sentence(Exception failure)
    {
        var text = failure switch
        {
            CliError => failure.Message,
            OperationCanceledException => "stopped before the end.",
            IOException { HResult: NoSpaceLeft } => $"the disk is full ({failure.Message}); free some space and run the command again.",
            UnauthorizedAccessException or IOException => failure.Message,
            AggregateException { InnerException: { } inner } => Sentence(inner),
            _ when failure.GetType().Namespace?.StartsWith("Weir.", StringComparison.Ordinal) == true => failure.Message,
            _ => $"unexpected {failure.GetType().Name}: {failure.Message}",
        };
        return OneLine(text);
    }

    /// <summary>A message without line breaks and tabs.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[])['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
