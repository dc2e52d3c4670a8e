using Weir.Learning.Numerics;

namespace Weir.Storage.Monitoring;

/// <summary>
/// A fixed-size sample of rows of any number: those whose hashed number is smallest. Every row has the same chance, the order does not
/// matter, and rows given twice change nothing, so that a reading that was cut off may simply be done again.
/// </summary>
public sealed class LowestHashes<T>(int capacity, ulong seed)
{
    // The largest of those kept comes out first.
    private readonly PriorityQueue<(long Place, T Row), long> _kept = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly HashSet<long> _places = [];

    /// <summary>The rows kept so far, in the order of their hashes.</summary>
    public IReadOnlyList<(long Place, T Row)> Rows => [.. _kept.UnorderedItems.Select(item => item.Element).OrderBy(row => row.Place)];

    /// <summary>The hash of a number, not negative.</summary>
    public long Place(ulong number) => (long)(SplitMix64.Mix(number, seed) >> 1);

    /// <summary>Offers a row.</summary>
    public void Add(ulong number, T row)
    {
        var place = Place(number);
        if (_kept.Count == capacity && (capacity == 0 || place >= _kept.Peek().Place)) return;
        if (!_places.Add(place)) return;
        if (_kept.Count == capacity) _places.Remove(_kept.Dequeue().Place);
        _kept.Enqueue((place, row), place);
    }
}
