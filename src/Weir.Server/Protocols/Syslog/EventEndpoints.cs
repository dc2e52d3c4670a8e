using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Metrics;
using Weir.Server.Security;

namespace Weir.Server.Protocols.Syslog;

/// <summary>How the log server fares.</summary>
internal static class EventEndpoints
{
    /// <summary>Maps /v1/events.</summary>
    public static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/events", Read)
        .WithTags("Events").WithName("syslogState").WithSummary("Whether a log server is told of events, how many were sent and lost, and what is wrong.").Produces<EventsState>().Needs(AccessRole.Viewer, mainOnly: true);

    /// <summary>The figures for /metrics.</summary>
    public static void Write(MetricText text, SyslogSender sender)
    {
        if (!sender.IsOn) return;
        text.Counter("weir_syslog_events_total", "Events that were sent to the log server.").Sample(sender.Sent);
        text.Counter("weir_syslog_lost_total", "Verdicts that the log server was not told of because the queue was full.").Sample(sender.Lost);
        text.Gauge("weir_syslog_waiting", "Verdicts that wait for the log server.").Sample(sender.Waiting);
        text.Gauge("weir_syslog_up", "1 when the log server was reached at the last try.").Sample(sender.Fault is null ? 1 : 0);
    }

    private static EventsState Read(SyslogSender sender, ServerOptions options) => new(
        sender.IsOn, sender.IsOn ? $"{options.Syslog.Host}:{options.Syslog.Port}" : null, options.Syslog.Transport.ToString().ToLowerInvariant(), options.Syslog.IsCef ? "cef" : "json",
        sender.Sent, sender.Lost, sender.Waiting, sender.Fault);

    /// <summary>The state.</summary>
    /// <param name="On">Whether there is a log server (Events:Syslog:Address).</param>
    /// <param name="Address">Where it is.</param>
    /// <param name="Protocol">udp, tcp or tls.</param>
    /// <param name="Format">cef or json.</param>
    /// <param name="Sent">Events sent since the start.</param>
    /// <param name="Lost">Verdicts lost since the start because the queue was full.</param>
    /// <param name="Waiting">Verdicts that wait.</param>
    /// <param name="Fault">Why it was not reached at the last try; null when it was.</param>
    internal sealed record EventsState(bool On, string? Address, string Protocol, string Format, long Sent, long Lost, int Waiting, string? Fault);
}
