namespace Weir.Learning.Preparation;

/// <summary>How one column of numbers is prepared.</summary>
/// <param name="Center">Taken from each value.</param>
/// <param name="Scale">Then divides it.</param>
/// <param name="Fill">What a hole becomes, on the scale; NaN = it stays one.</param>
/// <param name="IsKnn">Holes are filled by the nearest rows instead.</param>
/// <param name="HasMark">A second column tells of holes.</param>
internal sealed record NumberStep(double Center, double Scale, double Fill, bool IsKnn, bool HasMark)
{
    public int Outputs => HasMark ? 2 : 1;

    /// <summary>The column on its scale, holes as NaN.</summary>
    public double[] Scaled(RawColumn column)
    {
        var scaled = new double[column.Rows];
        for (var i = 0; i < scaled.Length; i++) scaled[i] = (column.NumberAt(i) - Center) / Scale;
        return scaled;
    }

    /// <summary>Writes the marks of the holes.</summary>
    public static void Mark(double[] scaled, float[] to)
    {
        for (var i = 0; i < to.Length; i++) to[i] = double.IsFinite(scaled[i]) ? 0 : 1;
    }

    /// <summary>Writes the column with its holes filled.</summary>
    public void Write(double[] scaled, float[] to)
    {
        for (var i = 0; i < to.Length; i++) to[i] = Single(double.IsFinite(scaled[i]) ? scaled[i] : Fill);
    }

    /// <summary>The number as a float; what is beyond its range becomes its end, not infinite.</summary>
    private static float Single(double value) => (float)Math.Clamp(value, float.MinValue, float.MaxValue);
}
