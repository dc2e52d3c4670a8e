namespace Weir.Learning.Linear;

/// <summary>By what the sum of a row's weights is multiplied, n being the number of its indices with repeats.</summary>
public enum Normalization
{
    /// <summary>1: every index adds its weight; long texts get large scores.</summary>
    None = 0,

    /// <summary>1/sqrt(n): the unit length of a row of n different indices; the default.</summary>
    InverseRoot = 1,

    /// <summary>1/n: the mean weight.</summary>
    InverseCount = 2,
}

/// <summary>How precisely the fitted weights are kept, in memory and in the file alike.</summary>
public enum WeightPrecision
{
    /// <summary>32 bits.</summary>
    Single = 0,

    /// <summary>Rounded to 16 bits (11 significant) at the end of the fit: half the file.</summary>
    Half = 1,
}

/// <summary>Settings of <see cref="HashedLogisticTrainer"/>; the defaults suit hashed character 3-5-grams of URLs.</summary>
public sealed record HashedLogisticParameters
{
    /// <summary>Number of buckets as a power of two, 4 to 28; indices are cut to this many low bits.</summary>
    public int Bits { get; init; } = 20;

    /// <summary>Passes over the rows, 1 to 1000.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>
    /// Alpha of FTRL-proximal: the step of a bucket is alpha / (beta + sqrt(sum of its squared gradients)). Above 0.
    /// </summary>
    public double LearningRate { get; init; } = 0.5;

    /// <summary>
    /// Beta of FTRL-proximal: holds back the first steps of a rare bucket. Gradients shrink with the scale of a row, so
    /// that 0.02 to 0.1 suits rows of unit length. 0 or more, not 0 together with L2 = 0.
    /// </summary>
    public double Beta { get; init; } = 0.05;

    /// <summary>L1 penalty: buckets whose gradients sum to less stay exactly 0. 0 or more.</summary>
    public double L1 { get; init; }

    /// <summary>L2 penalty on the total loss, as 1/C of liblinear. 0 or more.</summary>
    public double L2 { get; init; } = 0.03;

    /// <summary>Scale of a row by its length.</summary>
    public Normalization Normalization { get; init; } = Normalization.InverseRoot;

    /// <summary>Precision of the fitted weights.</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Single;

    /// <summary>Seed of the order of the rows.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Bits, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Bits, 28);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Epochs, 1000);
        if (!(LearningRate > 0) || !double.IsFinite(LearningRate))
            throw new ArgumentOutOfRangeException(nameof(LearningRate), "The learning rate must be above 0.");
        if (!(Beta >= 0 && L1 >= 0 && L2 >= 0) || !double.IsFinite(Beta + L1 + L2))
            throw new ArgumentOutOfRangeException(nameof(Beta), "Beta, L1 and L2 must be finite and not negative.");
        if (Beta + L2 == 0)
            throw new ArgumentOutOfRangeException(
                nameof(Beta), "Beta and L2 must not both be 0: an untouched bucket would have no weight.");
    }
}
