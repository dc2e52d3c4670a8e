namespace Weir.Learning.Anomaly;

/// <summary>One feature's part in a cut: weight times what the value is above the center; a missing value has no part.</summary>
internal readonly record struct IsolationTerm(int Feature, float Center, double Weight)
{
    /// <summary>No weight is larger than this: sums of terms stay finite.</summary>
    public const double MostWeight = 1e60;

    public double Of(float value) =>
        float.IsNaN(value) ? 0 : Weight * ((double)Math.Clamp(value, float.MinValue, float.MaxValue) - Center);
}

/// <summary>
/// All trees of an isolation forest as flat arrays by node. Trees follow one another; the root is a tree's first node, the
/// children of node i are <c>Left[i]</c> and <c>Left[i] + 1</c>, leaves have -1. Sums of terms up to the value go left.
/// </summary>
internal sealed class IsolationTable
{
    public const int MostFeatures = 32_767;

    public required int FeatureCount { get; init; }

    /// <summary>Terms of each cut.</summary>
    public required int TermsOfCut { get; init; }

    public required int[] Starts { get; init; }

    public required int[] Left { get; init; }

    /// <summary>At a cut its threshold, at a leaf its path length divided by the usual length and by the number of trees.</summary>
    public required double[] Value { get; init; }

    /// <summary>Those of one cut together, cuts in the order of their nodes.</summary>
    public required IsolationTerm[] Terms { get; init; }

    /// <summary>Where the terms of each cut start, once <see cref="Complete"/> has run.</summary>
    private int[] _firstTerm = [];

    /// <summary>The mean path length of a row by the usual one.</summary>
    public double Length(ReadOnlySpan<float> row)
    {
        double length = 0;
        foreach (var root in Starts)
        {
            var node = root;
            for (; Left[node] >= 0; node = Left[node] + (Sum(node, row) <= Value[node] ? 0 : 1))
            {
            }
            length += Value[node];
        }
        return length;
    }

    /// <summary>Checks arrays that may come from a hostile file, fills in what follows from them; false = they are no trees.</summary>
    public bool Complete()
    {
        if (Starts.Length == 0 || Starts[0] != 0 || Value.Length != Left.Length) return false;
        if (FeatureCount is < 0 or > MostFeatures || TermsOfCut < 1) return false;
        var cuts = Left.Count(left => left >= 0);
        if (Terms.Length != (long)cuts * TermsOfCut || !Array.TrueForAll(Terms, IsSound)) return false;
        for (var tree = 0; tree < Starts.Length; tree++)
            if (!IsTree(Starts[tree], tree + 1 < Starts.Length ? Starts[tree + 1] : Left.Length)) return false;
        _firstTerm = new int[Left.Length];
        for (int i = 0, cut = 0; i < Left.Length; i++) _firstTerm[i] = Left[i] < 0 ? -1 : cut++ * TermsOfCut;
        return true;
    }

    private double Sum(int node, ReadOnlySpan<float> row)
    {
        double sum = 0;
        foreach (ref readonly var term in Terms.AsSpan(_firstTerm[node], TermsOfCut)) sum += term.Of(row[term.Feature]);
        return sum;
    }

    private bool IsSound(IsolationTerm term) =>
        (uint)term.Feature < (uint)FeatureCount && float.IsFinite(term.Center) && Math.Abs(term.Weight) <= IsolationTerm.MostWeight;

    /// <summary>The children of each node are the next two that are nobody's; so each has one parent, before it.</summary>
    private bool IsTree(int start, int end)
    {
        if (start < 0 || end <= start || end > Left.Length) return false;
        var next = start + 1;
        for (var i = start; i < end; i++)
        {
            if (i >= next || !double.IsFinite(Value[i])) return false;
            if (Left[i] == -1 ? !(Value[i] >= 0 && Value[i] * Starts.Length <= 1_000) : Left[i] != next) return false;
            if (Left[i] >= 0) next += 2;
        }
        return next == end;
    }
}
