using System.Net.Sockets;
using System.Security.Authentication;

namespace Weir.Evidence.Http;

/// <summary>What people read about a connection that failed: a clause that names host and cause.</summary>
internal static class NetworkFaults
{
    public static string Clause(Exception fault, Uri at)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
            if (Known(cause, at) is { } clause) return clause;
        return $"the connection to {at.Authority} failed ({fault.Message.TrimEnd('.')})";
    }

    private static string? Known(Exception cause, Uri at) => cause switch
    {
        GuardRefusalException => cause.Message,
        AuthenticationException => $"the TLS certificate of {at.Authority} is not trusted ({cause.Message.TrimEnd('.')})",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => $"the name {at.Host} cannot be resolved",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"nothing answers at {at.Authority}",
        SocketException { SocketErrorCode: SocketError.NetworkUnreachable or SocketError.HostUnreachable } => $"{at.Authority} cannot be reached from this network",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => $"{at.Authority} does not answer in HTTP",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => $"the connection to {at.Authority} broke off",
        _ => null,
    };
}
