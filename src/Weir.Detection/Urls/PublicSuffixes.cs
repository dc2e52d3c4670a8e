namespace Weir.Detection.Urls;

/// <summary>
/// Public suffix matching by the algorithm of publicsuffix.org: ICANN and private sections, wildcards, exceptions, and
/// "*" for unlisted top-level domains. Takes ASCII hosts (punycode), any case; IP addresses are the caller's business.
/// </summary>
public sealed class PublicSuffixes
{
    private readonly HashIndex _rules;

    internal PublicSuffixes(ReadOnlySpan<ulong> hashes, ReadOnlySpan<byte> flags)
    {
        _rules = new HashIndex(hashes.Length);
        for (int i = 0; i < hashes.Length; i++)
            _rules.Or(hashes[i], flags[i]);
    }

    /// <summary>Number of rules and of their parent domains.</summary>
    public int Count => _rules.Count;

    /// <summary>Divides a host. Never throws, allocates nothing; a trailing dot is passed over.</summary>
    public HostDomain Match(ReadOnlySpan<char> asciiHost)
    {
        int i = asciiHost.Length;
        if (i > 0 && asciiHost[i - 1] == '.') i--;
        if (i == 0 || asciiHost[0] == '.') return HostDomain.None;
        var walk = new SuffixWalk();
        ulong state = HostHash.Start;
        while (true)
        {
            int labelEnd = i;
            while (i > 0 && asciiHost[i - 1] != '.')
                state = HostHash.Step(state, asciiHost[--i]);
            if (i == labelEnd) return HostDomain.None;
            walk.Take(i, walk.Settled ? SuffixFlags.None : (SuffixFlags)_rules.Get(HostHash.Finish(state)));
            if (i == 0 || walk.Complete) return walk.Result();
            state = HostHash.Step(state, asciiHost[--i]);
        }
    }

    /// <summary>The registrable domain as a slice of the host; empty when it has none.</summary>
    public ReadOnlySpan<char> Registrable(ReadOnlySpan<char> asciiHost)
    {
        HostDomain domain = Match(asciiHost);
        return domain.HasRegistrable ? asciiHost[domain.RegistrableStart..].TrimEnd('.') : default;
    }
}
