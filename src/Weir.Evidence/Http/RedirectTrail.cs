namespace Weir.Evidence.Http;

/// <summary>Where a request stands among its redirects, and whether the next step may be taken.</summary>
internal sealed class RedirectTrail(GuardedRequest request)
{
    private static readonly string Agent = "weir/" + typeof(RedirectTrail).Assembly.GetName().Version?.ToString(2);

    private readonly HashSet<Uri> _seen = [request.Address];

    public GuardedRequest Request { get; } = request;

    public Uri At { get; private set; } = request.Address;

    public string Host => At.Authority;

    /// <summary>The place that the operator named.</summary>
    public bool IsTrusted => Request.IsConfigured && IsSamePlace(Request.Address, At);

    public HttpRequestMessage Message()
    {
        var message = new HttpRequestMessage(Request.Method, At) { Content = Request.Body };
        if (!Request.Headers.Any(header => header.Name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase))) message.Headers.TryAddWithoutValidation("User-Agent", Agent);
        foreach (var (name, value) in Request.Headers) message.Headers.TryAddWithoutValidation(name, value);
        if (IsSamePlace(Request.Address, At))
            foreach (var (name, value) in Request.SecretHeaders) message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    /// <summary>Takes the step that an answer asks for; the clause says why it may not be taken.</summary>
    public string? Follow(HttpResponseMessage response, out bool isFinal)
    {
        var location = response.Headers.Location;
        isFinal = (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || location is null || !(Request.Method == HttpMethod.Get || Request.Method == HttpMethod.Head);
        if (isFinal) return null;
        if (!Uri.TryCreate(At, location!, out var next) || next.Scheme is not ("http" or "https"))
            return $"{Host} redirects to something that is not a web address";
        if (At.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp) return $"{Host} redirects from https to plain http at {next.Authority}, which anyone on the way could alter";
        if (!_seen.Add(next)) return $"{Host} redirects in a circle";
        if (_seen.Count > Request.MaxHops + 1) return $"{Request.Address.Authority} redirects more than {Request.MaxHops} times";
        At = next;
        return null;
    }

    // Another port of the same machine is another place; going over to TLS is not.
    private static bool IsSamePlace(Uri first, Uri next) =>
        first.Host.Equals(next.Host, StringComparison.OrdinalIgnoreCase)
        && (first.Port == next.Port || (first is { Scheme: "http", Port: 80 } && next is { Scheme: "https", Port: 443 }));
}
