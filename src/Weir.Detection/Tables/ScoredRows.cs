using System.Numerics;
using System.Runtime.InteropServices;
using Weir.Learning.Numerics;

namespace Weir.Detection.Tables;

/// <summary>
/// The scores of rows that were scored before, because many rows of a table are equal: the last one of each place, compared whole. A few
/// megabytes, whatever comes. Not for use by two threads at once.
/// </summary>
internal sealed class ScoredRows
{
    private const int Bytes = 16 << 20;
    private const int MostPlaces = 1 << 17;

    private readonly int _inputs;
    private readonly float[] _rows;
    private readonly double[] _scores;

    public ScoredRows(int inputs)
    {
        _inputs = inputs;
        var places = (int)Math.Min(MostPlaces, BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, Bytes / (sizeof(float) * inputs))));
        (_rows, _scores) = (new float[places * inputs], new double[places]);
        Array.Fill(_scores, double.NaN);
    }

    /// <summary>Where a row belongs.</summary>
    public int PlaceOf(ReadOnlySpan<float> row)
    {
        var hash = 0x9E3779B97F4A7C15UL;
        foreach (var bits in MemoryMarshal.Cast<float, uint>(row)) hash = (BitOperations.RotateLeft(hash, 23) ^ bits) * 0xD6E8FEB86659FD93;
        return (int)(SplitMix64.Mix(hash) & (ulong)(_scores.Length - 1));
    }

    /// <summary>The score of a row; NaN when it is not known.</summary>
    public double Of(int place, ReadOnlySpan<float> row) =>
        MemoryMarshal.AsBytes(_rows.AsSpan(place * _inputs, _inputs)).SequenceEqual(MemoryMarshal.AsBytes(row)) ? _scores[place] : double.NaN;

    /// <summary>Keeps the score of a row, in place of another.</summary>
    public void Keep(int place, ReadOnlySpan<float> row, double score)
    {
        row.CopyTo(_rows.AsSpan(place * _inputs));
        _scores[place] = score;
    }
}
