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
        for (var i = 0; i < scaled.Length; i++) scaled[i] = OnScale(column.NumberAt(i));
        return scaled;
    }

    /// <summary>A number on its scale; NaN for a hole.</summary>
    public double OnScale(double value) => double.IsFinite(value) ? (value - Center) / Scale : double.NaN;

    /// <summary>A number as it is prepared, its hole filled.</summary>
    public float One(float value) => Filled(OnScale(value));

    /// <summary>A number on its scale as it is prepared.</summary>
    public float Filled(double scaled) => Single(double.IsFinite(scaled) ? scaled : Fill);

    /// <summary>Writes the marks of the holes.</summary>
    public static void Mark(double[] scaled, float[] to)
    {
        for (var i = 0; i < to.Length; i++) to[i] = double.IsFinite(scaled[i]) ? 0 : 1;
    }

    /// <summary>Writes the column with its holes filled.</summary>
    public void Write(double[] scaled, float[] to)
    {
        for (var i = 0; i < to.Length; i++) to[i] = Filled(scaled[i]);
    }

    /// <summary>The number as a float; what is beyond its range becomes its end, not infinite.</summary>
    private static float Single(double value) => (float)Math.Clamp(value, float.MinValue, float.MaxValue);
}
