using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Detection;
using Weir.Storage;
using Queues = System.Threading.Channels.Channel;

namespace Weir.Server.Protocols.Syslog;

/// <summary>
/// Tells a log server of verdicts, alerts and audit entries. Answers hand it their verdict and go on; what does not fit into the queue is
/// lost and counted. Alerts and audit entries are read from the store and are told again after a failure until they arrived.
/// </summary>
internal sealed class SyslogSender(ServerOptions options, Func<WeirStore?> open, TimeProvider time, ILogger<SyslogSender> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Channel<(Verdict Verdict, string Tenant)> _queue = Queues.CreateBounded<(Verdict, string)>(new BoundedChannelOptions(options.Syslog.Queue) { SingleReader = true });
    private readonly EventText _text = new(options.Syslog, Environment.MachineName, typeof(SyslogSender).Assembly.GetName().Version?.ToString(3) ?? "0");
    private long _sent, _lost;
    private (Verdict Verdict, string Tenant)? _held;
    private string? _lastFault;

    /// <summary>Whether there is a log server to tell.</summary>
    public bool IsOn => options.Syslog.Host is not null;

    /// <summary>How many events were sent.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>How many verdicts were lost because the queue was full.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>How many verdicts wait.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Why the log server was not reached at the last try, in one sentence; null when it was.</summary>
    public string? Fault => _lastFault;

    /// <summary>Takes a verdict that was given. Never waits.</summary>
    public void Take(Verdict verdict, string tenant)
    {
        if (!IsOn || !IsTold(verdict.Decision)) return;
        if (!_queue.Writer.TryWrite((verdict, tenant))) Interlocked.Increment(ref _lost);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsOn) return;
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var connection = await SyslogConnection.OpenAsync(options.Syslog, stoppingToken);
                failures = 0;
                _lastFault = null;
                await SendAsync(connection, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is SocketException or IOException or AuthenticationException)
            {
                if (fault.Message != _lastFault) ServerLog.SyslogRefused(log, fault.Message);
                _lastFault = fault.Message;
                var wait = Math.Min(LongestWait.TotalSeconds, 0.25 * Math.Pow(2, failures++));
                await Task.Delay(TimeSpan.FromSeconds(wait), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SendAsync(SyslogConnection connection, CancellationToken ct)
    {
        var journal = new EventJournal(open);
        while (true)
        {
            await DrainAsync(connection, ct);
            await journal.SendAsync(told => SendAsync(connection, told, ct));
            using var beat = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var waiting = _queue.Reader.WaitToReadAsync(beat.Token).AsTask();
            await Task.WhenAny(waiting, Task.Delay(Beat, time, beat.Token));
            ct.ThrowIfCancellationRequested();
            await beat.CancelAsync();
        }
    }

    private async Task DrainAsync(SyslogConnection connection, CancellationToken ct)
    {
        // What a connection could not take any more is the first that the next one is told.
        while ((_held ??= Next()) is var (verdict, tenant))
        {
            await SendAsync(connection, SyslogEvent.Of(verdict, tenant), ct);
            _held = null;
        }
    }

    private (Verdict, string)? Next() => _queue.Reader.TryRead(out var next) ? next : null;

    private async Task SendAsync(SyslogConnection connection, SyslogEvent told, CancellationToken ct)
    {
        await connection.SendAsync(_text.Message(told), ct);
        Interlocked.Increment(ref _sent);
    }

    private bool IsTold(Decision decision) => options.Syslog.Level switch
    {
        SyslogLevel.All => true,
        SyslogLevel.Suspicious => decision is Decision.Phishing or Decision.Suspicious,
        _ => decision == Decision.Phishing,
    };
}
