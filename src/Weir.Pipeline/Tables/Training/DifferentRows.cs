using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Weir.Learning;
using Weir.Learning.Numerics;
using Weir.Learning.Splitting;
using Weir.Pipeline.Tables.Reading;

namespace Weir.Pipeline.Tables.Training;

/// <summary>How the rows of a table repeat and contradict each other. A vector is the values of a row without its label.</summary>
/// <param name="Rows">All rows that the schema can read.</param>
/// <param name="Phishing">How many of them are phishing.</param>
/// <param name="Unreadable">Held rows that the schema cannot read any more.</param>
/// <param name="DifferentRows">Rows that differ in a value or in the label: what is learned from and judged on.</param>
/// <param name="DifferentVectors">Rows that differ in a value.</param>
/// <param name="ContradictoryVectors">Vectors that carry both labels.</param>
/// <param name="ContradictoryRows">The rows of those vectors.</param>
/// <param name="Ceiling">The greatest accuracy that contradictory labels leave on all rows, 0..1.</param>
/// <param name="DifferentCeiling">The same on the different rows.</param>
public sealed record TableCounts(int Rows, int Phishing, int Unreadable, int DifferentRows, int DifferentVectors, int ContradictoryVectors, int ContradictoryRows, double Ceiling, double DifferentCeiling)
{
    /// <summary>Rows that repeat another one, label and all.</summary>
    public int DuplicateRows => Rows - DifferentRows;
}

/// <summary>Each different row of a table once; rows of equal values are a group.</summary>
internal sealed class DifferentRows
{
    private DifferentRows(TableData table, int[] rows, int[] groups, TableCounts counts)
    {
        Data = new Dataset(table.FeatureNames, Array.ConvertAll(table.Columns, column => Array.ConvertAll(rows, i => column[i])), Array.ConvertAll(rows, i => table.Labels[i]), Ones(rows.Length), Array.ConvertAll(rows, i => groups[i]))
        {
            Times = Array.ConvertAll(rows, i => table.Times[i]),
        };
        Counts = counts;
    }

    /// <summary>The rows as they were read, every feature of the schema; times in Unix seconds.</summary>
    public Dataset Data { get; }

    public TableCounts Counts { get; }

    public static DifferentRows Of(TableData table)
    {
        var groups = RowGroups.Of(new Dataset(table.FeatureNames, table.Columns, table.Labels, Ones(table.Rows), new int[table.Rows]));
        var known = new HashSet<(int, byte)>();
        int[] rows = [.. Enumerable.Range(0, table.Rows).Where(i => known.Add((groups.Groups[i], table.Labels[i])))];
        var ceiling = rows.Length == 0 ? 1 : (double)groups.Count / rows.Length;
        return new(table, rows, groups.Groups, new TableCounts(table.Rows, table.Labels.Count(label => label == 1), table.Unreadable, rows.Length, groups.Count, groups.ContradictoryGroups, groups.ContradictoryRows, groups.Ceiling, ceiling));
    }

    /// <summary>A hash of the values of a row, the same whatever rows stand beside it.</summary>
    public ulong HashOf(int row)
    {
        ulong hash = 0;
        foreach (var column in Data.Columns) hash = SplitMix64.Mix(hash * 0x9E3779B97F4A7C15 ^ BitConverter.SingleToUInt32Bits(float.IsNaN(column[row]) ? float.NaN : column[row] + 0f));
        return hash;
    }

    /// <summary>SHA-256 over schema, values and labels, lower-case hex.</summary>
    public string Sha256(string fingerprint)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(fingerprint));
        foreach (var column in Data.Columns) hash.AppendData(MemoryMarshal.AsBytes(column.AsSpan()));
        hash.AppendData(Data.Labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static float[] Ones(int count)
    {
        var ones = new float[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
