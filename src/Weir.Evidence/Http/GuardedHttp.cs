using System.Net;
using System.Net.Sockets;

namespace Weir.Evidence.Http;

/// <summary>
/// The one door through which Weir fetches from the web. It resolves first and connects only to what it has resolved: addresses
/// that are not of the open internet are refused at connect time, after every redirect anew. Bytes, hops and seconds are bounded.
/// Safe for use by several threads.
/// </summary>
public sealed class GuardedHttp : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly HttpClient _asConfigured;
    private readonly HttpClient _guarded;

    /// <param name="time">The clock of the bounds.</param>
    /// <param name="resolve">Finds the addresses of a host; null asks the system.</param>
    public GuardedHttp(TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        (_time, _resolve) = (time, resolve ?? Dns.GetHostAddressesAsync);
        _asConfigured = Client(new SocketsHttpHandler());
        // A proxy would resolve the name anew, behind the guard.
        _guarded = Client(new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectAsync });
    }

    /// <summary>Scheme, host and port of an address: what may be shown and logged, for paths and queries hold keys.</summary>
    public static string Shown(Uri address) => address.GetLeftPart(UriPartial.Scheme) + address.Authority;

    /// <summary>Asks, and follows redirects within bounds. Every failure of the other side is a fault of the answer, never an exception.</summary>
    public async Task<GuardedAnswer> SendAsync(GuardedRequest request, CancellationToken ct)
    {
        var clock = new RequestClock(request, _time);
        var trail = new RedirectTrail(request);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, ct);
            while (true)
            {
                clock.StartStall();
                var response = await HopAsync(trail, either.Token);
                clock.StopStall();
                var fault = trail.Follow(response, out var isFinal);
                if (fault is null && isFinal) return await AnswerAsync(response, trail, clock, either.Token);
                response.Dispose();
                if (fault is not null) return Fault(clock, fault);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Fault(clock, clock.Clause(trail.Host));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or NotSupportedException)
        {
            return Fault(clock, NetworkFaults.Clause(fault, trail.At));
        }
        catch
        {
            clock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _asConfigured.Dispose();
        _guarded.Dispose();
    }

    private Task<HttpResponseMessage> HopAsync(RedirectTrail trail, CancellationToken ct)
    {
        var client = trail.IsTrusted ? _asConfigured : _guarded;
        return client.SendAsync(trail.Message(), HttpCompletionOption.ResponseHeadersRead, ct);
    }

    private static async Task<GuardedAnswer> AnswerAsync(HttpResponseMessage response, RedirectTrail trail, RequestClock clock, CancellationToken ct)
    {
        if (response.Content.Headers.ContentLength is { } length && length > trail.Request.MaxBytes && trail.Request.Method != HttpMethod.Head)
        {
            response.Dispose();
            return Fault(clock, BoundedBody.TooLarge(trail.Host, length, trail.Request.MaxBytes));
        }

        var body = new BoundedBody(await response.Content.ReadAsStreamAsync(ct), trail.Host, trail.Request, clock);
        return new GuardedAnswer(response, trail.At, body, clock);
    }

    private static GuardedAnswer Fault(RequestClock clock, string clause)
    {
        clock.Dispose();
        return new GuardedAnswer(clause);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await _resolve(host, ct);
        var open = addresses.Where(address => AddressGuard.Refusal(address) is null).ToArray();
        if (open.Length == 0)
            throw new GuardRefusalException(addresses.Length == 0
                ? $"the name {host} cannot be resolved"
                : $"{host} leads to {addresses[0]}, which is {AddressGuard.Refusal(addresses[0])}, and is not followed there");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static HttpClient Client(SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        // So that a changed name is resolved again.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
