using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Weir.Server.Logs;

/// <summary>Puts the logs together.</summary>
internal static class LogBuilding
{
    /// <summary>Adds the console, and the file when there is to be one.</summary>
    public static void AddLogs(this ILoggingBuilder logging, ServerOptions options)
    {
        logging.SetMinimumLevel(options.LogLevel).AddConsole(console =>
        {
            console.FormatterName = MaskedConsole.FormatterName;
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.Services.AddSingleton(options.Logs).AddSingleton<ConsoleFormatter, MaskedConsole>();
        if (options.Logs.File is not null) logging.Services.AddSingleton<ILoggerProvider, FileLogs>();
    }
}
