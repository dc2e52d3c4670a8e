using Weir.Learning.Numerics;

namespace Weir.Pipeline.Evaluation.Evasion;

/// <summary>An address to be varied, in parts.</summary>
internal sealed record EvadingAddress(string Host, string Tail)
{
    public string Url => "https://" + Host + Tail;

    public string Label => Host.Split('.')[^2];

    /// <summary>Parts of a plain web address with a name for a host; null for others.</summary>
    public static EvadingAddress? Of(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.HostNameType != UriHostNameType.Dns || !uri.IsDefaultPort || uri.UserInfo.Length > 0) return null;
        var host = uri.IdnHost.ToLowerInvariant();
        return host.Contains('.') && !host.EndsWith('.') && uri.Fragment.Length == 0 ? new EvadingAddress(host, uri.PathAndQuery) : null;
    }
}

/// <summary>Seeded chance for variants.</summary>
internal sealed class EvasionChance(int seed)
{
    private Xoshiro256 _random = new((ulong)seed);

    public int Next(int bound) => _random.NextInt(bound);

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Next(choices.Length)];

    public string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('a' + Next(26))));
}
