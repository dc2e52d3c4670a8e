namespace Weir.Pipeline.Monitoring;

/// <summary>Bounds of a share that was counted (Wilson 1927).</summary>
internal static class Proportion
{
    /// <summary>The interval of z standard errors; 0 to 1 without rows.</summary>
    public static (double Low, double High) Bounds(double hits, double rows, double z)
    {
        if (rows <= 0) return (0, 1);
        var (share, square) = (hits / rows, z * z / rows);
        var middle = (share + square / 2) / (1 + square);
        var half = z / (1 + square) * Math.Sqrt(share * (1 - share) / rows + square / (4 * rows));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
