namespace Weir.Learning.Preparation;

/// <summary>Sums in the order in which NumPy adds a row of doubles, to the last bit.</summary>
internal static class PairwiseSum
{
    private const int Block = 128;
    private const int Lanes = 8;

    public static double Of(ReadOnlySpan<double> values)
    {
        if (values.Length > Block)
        {
            var half = values.Length / 2 / Lanes * Lanes;
            return Of(values[..half]) + Of(values[half..]);
        }
        var whole = values.Length - values.Length % Lanes;
        var sum = whole == 0 ? 0 : OfLanes(values[..whole]);
        foreach (var value in values[whole..]) sum += value;
        return sum;
    }

    private static double OfLanes(ReadOnlySpan<double> values)
    {
        Span<double> r = stackalloc double[Lanes];
        values[..Lanes].CopyTo(r);
        for (var i = Lanes; i < values.Length; i++) r[i % Lanes] += values[i];
        return r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
    }
}
