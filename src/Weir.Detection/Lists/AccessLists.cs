using System.Buffers;
using Weir.Detection.Urls;

namespace Weir.Detection.Lists;

/// <summary>
/// The allow and block entries, immutable: a change builds new lists. Block wins over allow whatever their scopes, expired
/// entries do not match. A match costs one table probe a scope and path segment, and allocates nothing.
/// </summary>
public sealed class AccessLists
{
    private const int StackLength = 2048;

    private readonly PublicSuffixes _suffixes;
    private readonly HashIndex _heads;
    private readonly List<Node> _nodes;

    private AccessLists? _under;

    private AccessLists(PublicSuffixes suffixes, int capacity) : this(suffixes, new HashIndex(capacity), new List<Node>(capacity))
    {
    }

    private AccessLists(PublicSuffixes suffixes, HashIndex heads, List<Node> nodes) => (_suffixes, _heads, _nodes) = (suffixes, heads, nodes);

    /// <summary>Lists without entries.</summary>
    public static AccessLists Empty { get; } = new(new PublicSuffixes([], []), 0);

    /// <summary>Number of entries that can match.</summary>
    public int Count => _nodes.Count + (_under?.Count ?? 0);

    /// <summary>Number of entries left out because their value is no URL or host.</summary>
    public int Rejected { get; private set; }

    /// <summary>Builds the lists; an entry whose value cannot be read is counted and left out.</summary>
    public static AccessLists Build(IEnumerable<ListEntry> entries, PublicSuffixes suffixes)
    {
        ListEntry[] all = [.. entries];
        var lists = new AccessLists(suffixes, all.Length);
        var scratch = new UrlScratch();
        foreach (ListEntry entry in all)
        {
            if (ListKey.Of(entry, suffixes, scratch) is { Length: > 0 } key) lists.Add(entry, key);
            else lists.Rejected++;
        }
        return lists;
    }

    /// <summary>These entries on top of others, which stay as they are: a block of either wins, then these.</summary>
    public AccessLists Over(AccessLists under)
    {
        var both = new AccessLists(_suffixes, _heads, _nodes) { Rejected = Rejected, _under = under };
        return under.Count == 0 ? this : both;
    }

    /// <summary>The entry that decides on the URL now, or null.</summary>
    public ListEntry? Match(in Url url, TimeProvider time) => Count == 0 ? null : Match(url, time.GetUtcNow());

    /// <summary>The entry that decides on the URL at this time, or null.</summary>
    public ListEntry? Match(in Url url, DateTimeOffset now)
    {
        if (_under is { } under) return under.Match(url, now) is { Kind: ListKind.Block } block ? block : Own(url, now) ?? under.Match(url, now);
        return Own(url, now);
    }

    private ListEntry? Own(in Url url, DateTimeOffset now)
    {
        if (_nodes.Count == 0) return null;
        int length = CanonicalUrl.MaxLength(url);
        char[]? rented = length > StackLength ? ArrayPool<char>.Shared.Rent(length) : null;
        Span<char> buffer = rented ?? stackalloc char[StackLength];
        ListEntry? hit = Match(url, buffer[..CanonicalUrl.Write(url, buffer)], now);
        if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        return hit;
    }

    private ListEntry? Match(in Url url, ReadOnlySpan<char> canonical, DateTimeOffset now)
    {
        ListEntry? best = null;
        ReadOnlySpan<char> host = ListKey.Host(url);
        Probe(ListScope.Host, host, ListKey.Hash(ListScope.Host, host), now, ref best);
        ReadOnlySpan<char> domain = ListKey.Domain(host, url.HostKind, _suffixes);
        Probe(ListScope.RegistrableDomain, domain, ListKey.Hash(ListScope.RegistrableDomain, domain), now, ref best);
        Probe(ListScope.Url, canonical, ListKey.Hash(ListScope.Url, canonical), now, ref best);
        ReadOnlySpan<char> path = ListKey.Prefix(canonical);
        ulong state = ListKey.Start(ListScope.PathPrefix);
        for (int i = 0; i <= path.Length; i++)
        {
            if (i == path.Length || path[i] == '/')
                Probe(ListScope.PathPrefix, path[..i], HostHash.Finish(state), now, ref best);
            if (i < path.Length) state = ListKey.Step(state, path[i]);
        }
        return best;
    }

    private void Probe(ListScope scope, ReadOnlySpan<char> key, ulong hash, DateTimeOffset now, ref ListEntry? best)
    {
        if (best is { Kind: ListKind.Block }) return;
        for (int at = _heads.Get(hash); at > 0; at = _nodes[at - 1].Next)
        {
            Node node = _nodes[at - 1];
            // The hash alone could be forged; an access decision rests on the text.
            if (node.Entry.Scope != scope || !key.SequenceEqual(node.Key) || node.Entry.Expires <= now) continue;
            if (best is null || node.Entry.Kind == ListKind.Block) best = node.Entry;
        }
    }

    private void Add(ListEntry entry, string key)
    {
        ulong hash = ListKey.Hash(entry.Scope, key);
        int head = _heads.Get(hash);
        if (head == 0)
        {
            _nodes.Add(new Node(key, entry, 0));
            _heads.TryAdd(hash, _nodes.Count);
            return;
        }
        _nodes.Add(new Node(key, entry, _nodes[head - 1].Next));
        _nodes[head - 1] = _nodes[head - 1] with { Next = _nodes.Count };
    }

    private readonly record struct Node(string Key, ListEntry Entry, int Next);
}
