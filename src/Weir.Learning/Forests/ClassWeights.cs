namespace Weir.Learning.Forests;

/// <summary>
/// Weights of both classes in one word, so that one addition sums both: whole multiples of a power of two, class 0 in the
/// low 32 bits and class 1 in the high ones. Sums of whole numbers do not depend on their order.
/// </summary>
internal sealed class ClassWeights
{
    private ClassWeights(ulong[] ofRow, double unit)
    {
        (OfRow, Unit) = (ofRow, unit);
        Mean = ofRow.Where(word => word != 0).Select(Both).DefaultIfEmpty(1).Average();
    }

    /// <summary>One word a row.</summary>
    public ulong[] OfRow { get; }

    /// <summary>What 1 in a word weighs.</summary>
    public double Unit { get; }

    /// <summary>Mean of the words above 0.</summary>
    public double Mean { get; }

    /// <summary>Rounds weights, one of which is above 0; at 200,000 rows to some 10,000th of the mean.</summary>
    /// <param name="weights">Not negative, one a row.</param>
    /// <param name="labels">0 or 1 a row.</param>
    /// <param name="draws">A sum that takes every row so often still fits.</param>
    public static ClassWeights Of(ReadOnlySpan<double> weights, ReadOnlySpan<byte> labels, int draws)
    {
        double total = 0;
        foreach (var weight in weights) total += weight;
        // The power of two above the total becomes 2^31: room is left for rounding up.
        var unit = Math.ScaleB(1, Math.ILogB(total * draws) - 30);
        var ofRow = new ulong[weights.Length];
        for (var i = 0; i < ofRow.Length; i++) ofRow[i] = (ulong)Math.Round(weights[i] / unit) << (labels[i] << 5);
        return new ClassWeights(ofRow, unit);
    }

    public static double Zero(ulong word) => (uint)word;

    public static double One(ulong word) => word >> 32;

    public static double Both(ulong word) => Zero(word) + One(word);
}
