using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Weir.Server.Logs;

/// <summary>Writes log entries to the console, one line each and without secrets, as text or as JSON.</summary>
internal sealed class MaskedConsole(LogSettings settings, TimeProvider time) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name under which the console finds it.</summary>
    public const string FormatterName = "weir";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (settings.IsConsoleJson)
            textWriter.Write(Encoding.UTF8.GetString(LogLine.Json(time.GetUtcNow(), logEntry.LogLevel, logEntry.Category, logEntry.EventId, message, logEntry.State, logEntry.Exception, settings.Mask)));
        else textWriter.WriteLine(LogLine.Text(logEntry.LogLevel, logEntry.Category, logEntry.EventId, message, logEntry.Exception, settings.Mask));
    }
}
