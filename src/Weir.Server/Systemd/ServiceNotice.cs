using System.Net.Sockets;
using System.Text;

namespace Weir.Server.Systemd;

/// <summary>
/// Tells systemd how the process stands (sd_notify): a datagram to the socket that NOTIFY_SOCKET names, abstract when the name
/// begins with @. Without that variable, and when nobody listens, nothing happens.
/// </summary>
public sealed class ServiceNotice(string? socketName)
{
    /// <summary>The notices of this process.</summary>
    public static ServiceNotice OfEnvironment() => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    /// <summary>The time within which systemd wants a sign of life (WATCHDOG_USEC), when it is meant for this process; null without.</summary>
    public static TimeSpan? Watchdog()
    {
        var isOurs = Environment.GetEnvironmentVariable("WATCHDOG_PID") is not { Length: > 0 } pid || pid == $"{Environment.ProcessId}";
        return isOurs && long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), out var micros) && micros > 0 ? TimeSpan.FromMicroseconds(micros) : null;
    }

    /// <summary>The process answers from now on.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    /// <summary>The process ends.</summary>
    public void Stopping() => Send("STOPPING=1\nSTATUS=stopping");

    /// <summary>Gives a sign of life at half the watchdog's time until cancelled. It comes from where requests are answered: it fails when they do.</summary>
    public async Task KeepAliveAsync(TimeSpan watchdog, TimeProvider time, CancellationToken ct)
    {
        using var beat = new PeriodicTimer(watchdog / 2, time);
        try
        {
            while (await beat.WaitForNextTickAsync(ct)) Send("WATCHDOG=1");
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process ends; STOPPING=1 was sent.
        }
    }

    private void Send(string state)
    {
        if (string.IsNullOrEmpty(socketName)) return;
        var name = socketName[0] == '@' ? "\0" + socketName[1..] : socketName;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(name));
        }
        catch (Exception unheard) when (unheard is SocketException or ArgumentException or PlatformNotSupportedException)
        {
            // Whoever set the variable does not listen; answering matters more than being heard.
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
