using Microsoft.Extensions.Logging;

namespace Weir.Server;

/// <summary>Every line that the server logs.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Error, "The request to {Path} failed.")]
    public static partial void RequestFailed(ILogger log, Exception failure, string? path);

    [LoggerMessage(5, LogLevel.Error, "The request to {Path} was not answered: {Reason}")]
    public static partial void RequestRefused(ILogger log, string? path, string reason);

    [LoggerMessage(2, LogLevel.Information, "Model {Version} ({Origin}) now answers.")]
    public static partial void ModelServes(ILogger log, string version, string origin);

    [LoggerMessage(3, LogLevel.Error, "The model could not be loaded: {Reason} The one before it keeps answering.")]
    public static partial void ModelRefused(ILogger log, string reason);

    [LoggerMessage(4, LogLevel.Error, "The loop could not have its turn: {Reason}")]
    public static partial void LoopFailed(ILogger log, string reason);

    [LoggerMessage(30, LogLevel.Error, "Keys are answered as they were; changes of them and their counts wait: {Reason}")]
    public static partial void AccessNotKept(ILogger log, string reason);

    [LoggerMessage(40, LogLevel.Error, "The jobs must wait: {Reason}")]
    public static partial void JobsWait(ILogger log, string reason);

    [LoggerMessage(60, LogLevel.Error, "The training of the table {Table} failed.")]
    public static partial void TrainingFailed(ILogger log, Exception failure, string table);

    [LoggerMessage(41, LogLevel.Error, "Job {Id} could not go on.")]
    public static partial void JobStopped(ILogger log, Exception failure, long id);

    [LoggerMessage(20, LogLevel.Error, "Verdicts are answered but not kept in the history: {Reason}")]
    public static partial void HistoryRefused(ILogger log, string reason);

    [LoggerMessage(21, LogLevel.Warning, "{Count} verdicts were answered and not yet kept in the history when the process before this one was killed; `/v1/stats` counts them.")]
    public static partial void HistoryLost(ILogger log, long count);

    [LoggerMessage(22, LogLevel.Warning, "Verdicts are kept in the history again; {Count} that were answered meanwhile are not in it, and `/v1/stats` counts them as dropped.")]
    public static partial void HistoryAgain(ILogger log, long count);

    [LoggerMessage(50, LogLevel.Error, "Exports and hash look-ups answer what was known before: {Reason}")]
    public static partial void ThreatsRefused(ILogger log, string reason);

    [LoggerMessage(51, LogLevel.Warning, "The log server cannot be reached, and events wait or are lost: {Reason}")]
    public static partial void SyslogRefused(ILogger log, string reason);
}
