namespace Weir.Learning.Preparation;

/// <summary>The scale that numbers are brought to.</summary>
public enum Scaling
{
    /// <summary>As they are.</summary>
    None = 0,

    /// <summary>Mean 0, standard deviation 1.</summary>
    Standard = 1,

    /// <summary>Least value 0, greatest 1.</summary>
    MinMax = 2,

    /// <summary>Median 0, distance of the quartiles 1.</summary>
    Robust = 3,
}
