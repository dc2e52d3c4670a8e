using System.Runtime.InteropServices;
using Weir.Detection.Urls;

namespace Weir.Detection.Reference;

/// <summary>
/// The lists of shared hosts in one table. An entry stands for itself and every host below it. Hosts are ASCII, any case;
/// lookups allocate nothing.
/// </summary>
public sealed class HostLists
{
    private readonly HashIndex _traits;

    internal HostLists(IReadOnlyList<(HostTraits Trait, ReadOnlyMemory<byte> Hashes)> lists)
    {
        _traits = new HashIndex(lists.Sum(list => list.Hashes.Length / sizeof(ulong)));
        foreach ((HostTraits trait, ReadOnlyMemory<byte> hashes) in lists)
            foreach (ulong hash in MemoryMarshal.Cast<byte, ulong>(hashes.Span))
                _traits.Or(hash, (int)trait);
    }

    /// <summary>Number of listed hosts.</summary>
    public int Count => _traits.Count;

    /// <summary>All that is known about the host, in one walk.</summary>
    public HostTraits Of(ReadOnlySpan<char> host) => Of(host.EndsWith('.') ? host[..^1] : host, 0, out _, out _);

    /// <summary>The same, and the hashes that the walk comes by: of the domain (the last characters of the host, at a label's start) and of all.</summary>
    internal HostTraits Of(ReadOnlySpan<char> host, int domainLength, out ulong domainHash, out ulong hostHash)
    {
        ulong state = HostHash.Start;
        int traits = 0;
        (domainHash, hostHash) = (0, HostHash.Finish(state));
        for (int i = host.Length - 1; i >= 0; i--)
        {
            state = HostHash.Step(state, host[i]);
            if (i != 0 && host[i - 1] != '.') continue;
            hostHash = HostHash.Finish(state);
            if (host.Length - i == domainLength) domainHash = hostHash;
            traits |= _traits.Get(hostHash);
        }
        return (HostTraits)traits;
    }

    /// <summary>Shortens or redirects links.</summary>
    public bool IsShortener(ReadOnlySpan<char> host) => (Of(host) & HostTraits.Shortener) != 0;

    /// <summary>Hosts anybody's pages.</summary>
    public bool IsFreeHosting(ReadOnlySpan<char> host) => (Of(host) & HostTraits.FreeHosting) != 0;

    /// <summary>Gives names to changing addresses.</summary>
    public bool IsDynamicDns(ReadOnlySpan<char> host) => (Of(host) & HostTraits.DynamicDns) != 0;

    /// <summary>Hosts anybody's files.</summary>
    public bool IsFileHost(ReadOnlySpan<char> host) => (Of(host) & HostTraits.FileHost) != 0;

    /// <summary>Gives throw-away mailboxes.</summary>
    public bool IsDisposableMail(ReadOnlySpan<char> host) => (Of(host) & HostTraits.DisposableMail) != 0;

    /// <summary>An honest service that attackers use often.</summary>
    public bool IsAbusedService(ReadOnlySpan<char> host) => (Of(host) & HostTraits.AbusedService) != 0;
}
