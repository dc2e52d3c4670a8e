namespace Weir.Benchmarks.Evasion;

/// <summary>An address to be varied, in parts.</summary>
internal sealed record Base(string Host, string Tail)
{
    public string Url => "https://" + Host + Tail;

    public string Label => Host.Split('.')[^2];

    /// <summary>Parts of a plain web address with a name for a host; null for others.</summary>
    public static Base? Of(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.HostNameType != UriHostNameType.Dns || !uri.IsDefaultPort || uri.UserInfo.Length > 0) return null;
        var host = uri.IdnHost.ToLowerInvariant();
        return host.Contains('.') && !host.EndsWith('.') && uri.Fragment.Length == 0 ? new Base(host, uri.PathAndQuery) : null;
    }
}

/// <summary>Seeded chance for variants.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    public int Next(int bound) => _random.Next(bound);

    public T Of<T>(params T[] choices) => choices[Next(choices.Length)];

    public string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('a' + Next(26))));
}
