using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Weir.Pipeline;

/// <summary>Says in words, without secrets, why a server could not be asked. Only scheme, host and port of an address are named.</summary>
internal static class HttpFault
{
    private const int LongestEcho = 120;

    /// <summary>The part of an address that may be shown.</summary>
    public static string Shown(Uri address) =>
        address.IsDefaultPort ? $"{address.Scheme}://{address.IdnHost}" : string.Create(CultureInfo.InvariantCulture, $"{address.Scheme}://{address.IdnHost}:{address.Port}");

    /// <summary>Why no answer came.</summary>
    public static string Why(Exception fault) => fault switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name cannot be resolved; check the address and the DNS of this machine",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException => "its TLS certificate is not trusted (" + Certificate(fault) + "); renew it there, or add its authority to the trust store of this machine",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError, InnerException: SocketException socket } => Socket(socket),
        SocketException socket => Socket(socket),
        OperationCanceledException => "it did not answer in time; check that it runs and is not overloaded",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "it closed the connection without an answer",
        _ => "the request failed (" + Echo(fault.Message) + ")",
    };

    /// <summary>What a stranger said, short, on one line and of plain characters.</summary>
    public static string Echo(string text)
    {
        var plain = string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
        var words = string.Join(' ', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return words.Length <= LongestEcho ? words : words[..LongestEcho] + "…";
    }

    /// <summary>The wait that an answer asks for, from either form of Retry-After.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage answer, DateTimeOffset now) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > now => date - now,
        _ => null,
    };

    /// <summary>A number of seconds or minutes for people.</summary>
    public static string Span(TimeSpan span) => span < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalSeconds):0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalMinutes):0} min");

    private static string Socket(SocketException fault) => fault.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "it refuses connections; check that it runs and the port is right",
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "its name cannot be resolved; check the address and the DNS of this machine",
        SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable => "it cannot be reached; check the network and firewalls between",
        var other => $"the connection failed ({other})",
    };

    private static string Certificate(Exception fault)
    {
        var inner = fault;
        while (inner is not AuthenticationException && inner.InnerException is { } next) inner = next;
        return Echo(inner.Message).TrimEnd('.');
    }
}
