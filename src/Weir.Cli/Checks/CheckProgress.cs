using System.Globalization;
using Weir.Detection;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Files;

namespace Weir.Cli.Checks;

/// <summary>Tells on stderr how far a file is: one line that is rewritten on a terminal, a line now and then otherwise,
/// and a last one with the counts.</summary>
internal sealed class CheckProgress : IAsyncDisposable
{
    private readonly BulkCheck _check;
    private readonly RowSource _source;
    private readonly TextWriter _error;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly bool _isTerminal;
    private readonly ITimer _timer;

    private CheckProgress(BulkCheck check, RowSource source, TextWriter error, TimeProvider time)
    {
        (_check, _source, _error, _time) = (check, source, error, time);
        _start = time.GetTimestamp();
        _isTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        var period = TimeSpan.FromSeconds(_isTerminal ? 0.25 : 5);
        _timer = time.CreateTimer(_ => Tell(), null, period, period);
    }

    /// <summary>Begins to tell; ends when it is disposed.</summary>
    public static CheckProgress Start(BulkCheck check, RowSource source, TextWriter error, TimeProvider time) => new(check, source, error, time);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        var seconds = Math.Max(0.001, _time.GetElapsedTime(_start).TotalSeconds);
        var text = string.Create(CultureInfo.InvariantCulture, $"{_check.Rows:N0} rows in {seconds:F1} s ({_check.Rows / seconds:N0}/s): {Counts()}");
        _error.WriteLine(_isTerminal ? "\r\e[K" + text : text);
    }

    private void Tell()
    {
        var seconds = Math.Max(0.001, _time.GetElapsedTime(_start).TotalSeconds);
        var share = _source.File.Length is { } length and > 0 ? Math.Min(1, (double)_source.File.BytesRead / length) : 0;
        var text = string.Create(CultureInfo.InvariantCulture, $"{_check.Rows:N0} rows, {share:P0}, {_check.Rows / seconds:N0}/s");
        if (_isTerminal) _error.Write($"\r\e[K{Bar(share)} {text}");
        else _error.WriteLine(text);
    }

    private static string Bar(double share) => string.Create(24, share, (bar, part) =>
    {
        bar.Fill('-');
        bar[..(int)(part * bar.Length)].Fill('#');
    });

    private string Counts() => string.Join(", ", new[] { Decision.Phishing, Decision.Suspicious, Decision.Benign, Decision.Unknown }
        .Select(decision => string.Create(CultureInfo.InvariantCulture, $"{_check.Count(decision):N0} {decision.ToString().ToLowerInvariant()}")));
}
