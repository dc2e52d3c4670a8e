using Microsoft.Extensions.Logging;

namespace Weir.Server.Logs;

/// <summary>Writes log entries as JSON lines into a rotating file.</summary>
internal sealed class FileLogs(LogSettings settings, TimeProvider time) : ILoggerProvider
{
    private readonly RotatingFile _file = new(settings, time);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private sealed class Category(FileLogs logs, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        // How much is logged is filtered before it comes here.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Write(logLevel, name, eventId, formatter(state, exception), state, exception);
    }

    private void Write(LogLevel level, string category, EventId id, string message, object? state, Exception? fault) =>
        _file.Write(LogLine.Json(time.GetUtcNow(), level, category, id, message, state, fault, settings.Mask));
}
