using System.Diagnostics;
using System.Threading.Channels;

namespace Weir.Benchmarks.Kill;

/// <summary>Weir in a process of its own, which is killed (SIGKILL) or left to its end.</summary>
internal sealed class Victim : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _seen = [];
    private readonly Task<string> _error;

    public Victim(string weir, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(weir) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _ = line.Data is { } text ? _lines.Writer.TryWrite(text) : _lines.Writer.TryComplete();
        _process.Start();
        _process.BeginOutputReadLine();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it wrote until now.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>Waits for a line that matches; false when it ended without one.</summary>
    public async Task<bool> ReachAsync(Func<string, bool> line)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var text in _lines.Reader.ReadAllAsync(patience.Token))
        {
            _seen.Add(text);
            if (line(text)) return true;
        }

        return false;
    }

    /// <summary>Waits until something is on the disk; false when it ended before.</summary>
    public async Task<bool> ReachAsync(string file)
    {
        while (!File.Exists(file) && !_process.HasExited) await Task.Delay(1);
        return File.Exists(file);
    }

    /// <summary>Kills it; false when it had ended by itself.</summary>
    public async Task<bool> KillAsync()
    {
        var lives = !_process.HasExited;
        if (lives) _process.Kill();
        await DrainAsync();
        return lives && _process.ExitCode != 0;
    }

    /// <summary>Waits for its end; the exit code and what it complained of.</summary>
    public async Task<(int Code, string Error)> EndAsync()
    {
        await DrainAsync();
        return (_process.ExitCode, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task DrainAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await foreach (var text in _lines.Reader.ReadAllAsync()) _seen.Add(text);
    }
}
