using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Weir.Learning.Trees;

/// <summary>
/// A row as bytes, one a column: how many of the model's own thresholds of a feature lie below its value. A split then
/// compares bytes: above its threshold's rank goes right. A feature with more than 255 thresholds has several columns.
/// </summary>
internal sealed class ByteRows
{
    /// <summary>What stands for a missing value where missing values go right; where they go left it is 0.</summary>
    public const byte Missing = 255;

    private const int Ranks = 255;
    private const int Step = 16;

    private readonly List<int> _features = [];
    private readonly List<int> _starts = [];
    private readonly List<float> _bounds = [];
    private readonly int[] _featureOf;
    private readonly int[] _startOf;
    private readonly float[] _boundsOf;

    public ByteRows(TreeTable table)
    {
        Column = new int[table.Nodes];
        Rank = new byte[table.Nodes];
        var splits = Enumerable.Range(0, table.Nodes).Where(node => table.Left[node] >= 0);
        foreach (var feature in splits.GroupBy(node => table.Feature[node]).OrderBy(group => group.Key)) Add(table, feature.Key, [.. feature]);
        (_featureOf, _startOf, _boundsOf) = ([.. _features], [.. _starts], [.. _bounds]);
    }

    public int Columns => _featureOf.Length;

    /// <summary>The column that a node compares.</summary>
    public int[] Column { get; }

    /// <summary>The byte above which a node goes right.</summary>
    public byte[] Rank { get; }

    /// <summary>Writes the row's bytes, <paramref name="stride"/> apart, with 0 for missing values; true = there are some.</summary>
    /// <param name="row">As many values as the model has features.</param>
    /// <param name="to">Room for every column.</param>
    /// <param name="stride">Distance from column to column.</param>
    public bool Write(ReadOnlySpan<float> row, ref byte to, int stride)
    {
        ref var value = ref MemoryMarshal.GetReference(row);
        ref var bound = ref MemoryMarshal.GetArrayDataReference(_boundsOf);
        var starts = _startOf;
        var missing = false;
        for (var c = 0; c < starts.Length; c++)
        {
            var x = Unsafe.Add(ref value, _featureOf[c]);
            missing |= float.IsNaN(x);
            Unsafe.Add(ref to, c * stride) = (byte)RankOf(x, ref Unsafe.Add(ref bound, starts[c]));
        }
        return missing;
    }

    /// <summary>Marks the missing values of a row where they go right.</summary>
    public void MarkMissing(ReadOnlySpan<float> row, ref byte to, int stride)
    {
        for (var c = 0; c < _featureOf.Length; c++)
            if (float.IsNaN(row[_featureOf[c]])) Unsafe.Add(ref to, c * stride) = Missing;
    }

    /// <summary>Two looks instead of a search: at every sixteenth bound, then at the sixteen behind the last of them that lies below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RankOf(float x, ref float bounds)
    {
        var value = Vector512.Create(x);
        var skipped = Step * Below(value, ref bounds);
        return skipped + Below(value, ref Unsafe.Add(ref bounds, Step + skipped));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Below(Vector512<float> value, ref float bounds) =>
        BitOperations.PopCount(Vector512.GreaterThan(value, Vector512.LoadUnsafe(ref bounds)).ExtractMostSignificantBits());

    private void Add(TreeTable table, int feature, int[] nodes)
    {
        // -0 and +0 are one threshold, as they are one value.
        var all = nodes.Select(node => table.Threshold[node] + 0f).Distinct().Order().ToArray();
        foreach (var node in nodes)
        {
            var at = Array.BinarySearch(all, table.Threshold[node] + 0f);
            Column[node] = _features.Count + at / Ranks;
            Rank[node] = (byte)(at % Ranks);
        }
        foreach (var bounds in all.Chunk(Ranks)) AddColumn(feature, bounds);
    }

    private void AddColumn(int feature, float[] bounds)
    {
        _features.Add(feature);
        _starts.Add(_bounds.Count);
        // Nothing lies above a bound that is no number.
        for (var i = 1; i <= Step; i++) _bounds.Add(Step * i - 1 < bounds.Length ? bounds[Step * i - 1] : float.NaN);
        for (var i = 0; i < Step * (bounds.Length / Step + 1); i++) _bounds.Add(i < bounds.Length ? bounds[i] : float.NaN);
    }
}
