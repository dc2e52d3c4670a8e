using System.Diagnostics;
using System.Text;

namespace Weir.Tests.Support;

/// <summary>The real executable in a process of its own: what signals, other users and full disks do to it.</summary>
internal sealed class WeirProcess : IDisposable
{
    /// <summary>The executable, as it was built with the tests.</summary>
    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "weir.exe" : "weir");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Dictionary<string, TaskCompletionSource<string>> _awaited = [];

    private WeirProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data, _output);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, _error);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Text(_output);

    public string Error => Text(_error);

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts <c>weir</c> with arguments and additional environment.</summary>
    public static WeirProcess Start(IReadOnlyList<string> arguments, params IReadOnlyList<(string Name, string Value)> environment) =>
        Start(Executable, arguments, environment);

    /// <summary>Starts any program, such as one that starts weir in its turn.</summary>
    public static WeirProcess Start(string program, IReadOnlyList<string> arguments, params IReadOnlyList<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new WeirProcess(start);
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<CommandRun> Run(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Start(program, arguments);
        await process.EndAsync();
        return new CommandRun(process.ExitCode, process.Output, process.Error);
    }

    /// <summary>The first line, written already or to come, that holds these words.</summary>
    public async Task<string> LineAsync(string words)
    {
        TaskCompletionSource<string> awaited;
        lock (_awaited)
        {
            var written = (Text(_output) + Text(_error)).Split('\n').FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal));
            if (written is not null) return written;
            _awaited[words] = awaited = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return await awaited.Task.WaitAsync(Patience);
    }

    /// <summary>Sends a signal by name, such as TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end; seconds that it took.</summary>
    public async Task<double> EndAsync()
    {
        var watch = Stopwatch.StartNew();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Take(string? line, StringBuilder to)
    {
        if (line is null) return;
        lock (_awaited)
        {
            lock (to) to.Append(line).Append('\n');
            foreach (var words in _awaited.Keys.Where(words => line.Contains(words, StringComparison.Ordinal)).ToList()) _awaited[words].TrySetResult(line);
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
