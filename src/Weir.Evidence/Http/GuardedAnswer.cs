using System.Net;
using System.Net.Http.Headers;

namespace Weir.Evidence.Http;

/// <summary>
/// What came through the guarded door: an answer of any status, or a fault, which is a clause without its full stop and holds no
/// address beyond scheme and host. Whoever asked disposes it.
/// </summary>
public sealed class GuardedAnswer : IDisposable
{
    private readonly HttpResponseMessage? _response;
    private readonly IDisposable? _clocks;

    internal GuardedAnswer(string fault) => (Fault, Body) = (fault, Stream.Null);

    internal GuardedAnswer(HttpResponseMessage response, Uri final, Stream body, IDisposable clocks)
    {
        (_response, Final, Body, _clocks) = (response, final, body, clocks);
    }

    /// <summary>Why there is no answer; null when there is one.</summary>
    public string? Fault { get; }

    /// <summary>The status; 0 without an answer.</summary>
    public HttpStatusCode Status => _response?.StatusCode ?? 0;

    /// <summary>The headers of the answer; only without fault.</summary>
    public HttpResponseHeaders Headers => _response!.Headers;

    /// <summary>The headers of the body; only without fault.</summary>
    public HttpContentHeaders ContentHeaders => _response!.Content.Headers;

    /// <summary>Where the answer came from after all redirects; null without an answer.</summary>
    public Uri? Final { get; }

    /// <summary>The body as sent, not unpacked. Reading throws <see cref="GuardedReadException"/> at a bound or a broken connection.</summary>
    public Stream Body { get; }

    /// <summary>The first value of a header of answer or body, or null.</summary>
    public string? Header(string name) =>
        _response is null ? null
        : _response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString()
        : _response.Content.Headers.NonValidated.TryGetValues(name, out values) ? values.ToString() : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        _response?.Dispose();
        _clocks?.Dispose();
    }
}
