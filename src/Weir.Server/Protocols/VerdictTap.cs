using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Weir.Detection;
using Weir.Server.Protocols.SafeBrowsing;
using Weir.Server.Protocols.Syslog;
using Queues = System.Threading.Channels.Channel;

namespace Weir.Server.Protocols;

/// <summary>Hands verdicts on to the log server, and phishing to those that are found by their hash. Costs an answer a comparison, or a place in a queue.</summary>
internal sealed class VerdictTap(SyslogSender syslog, RecentPhishing recent, TimeProvider time) : BackgroundService
{
    // Hashing an address costs as much as judging it: of a flood only so many a second are taken.
    private const int PerBeat = 2_000;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly Channel<(Verdict Verdict, string Tenant)> _phishing = Queues.CreateBounded<(Verdict, string)>(new BoundedChannelOptions(PerBeat) { SingleReader = true });

    /// <summary>Takes a verdict that was given. Never waits.</summary>
    public void Take(Verdict verdict, string tenant)
    {
        if (syslog.IsOn) syslog.Take(verdict, tenant);
        if (verdict.Decision == Decision.Phishing && verdict.List is null) _phishing.Writer.TryWrite((verdict, tenant));
    }

    /// <summary>Takes in what waits.</summary>
    public void Drain()
    {
        for (var i = 0; i < PerBeat && _phishing.Reader.TryRead(out var next); i++) recent.Add(next.Tenant, next.Verdict);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Beat, time);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken)) Drain();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; what waits is forgotten with the rest.
        }
    }
}
