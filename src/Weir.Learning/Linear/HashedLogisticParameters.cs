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
    /// that 0.003 to 0.1 suits rows of unit length: the less, the more a rare n-gram may say at once, which pays where
    /// many buckets keep them apart. 0 or more, not 0 together with L2 = 0.
    /// </summary>
    public double Beta { get; init; } = 0.05;

    /// <summary>L1 penalty: buckets whose gradients sum to less stay exactly 0. 0 or more.</summary>
    public double L1 { get; init; }

    /// <summary>
    /// L2 of FTRL-proximal, 0 or more. It is centred on the path of the weights: without L1 it only damps the steps, as if
    /// LearningRate x L2 were added to Beta, and does not draw a weight back to 0 however many the passes.
    /// </summary>
    public double L2 { get; init; } = 0.03;

    /// <summary>Scale of a row by its length.</summary>
    public Normalization Normalization { get; init; } = Normalization.InverseRoot;

    /// <summary>Precision of the fitted weights.</summary>
    public WeightPrecision Precision { get; init; } = WeightPrecision.Single;

    /// <summary>Seed of the order of the rows.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether <see cref="Check"/> finds nothing.</summary>
    internal bool IsValid() => Faults().Count == 0;

    /// <summary>Throws one exception that names every fault.</summary>
    internal void Check()
    {
        var faults = Faults();
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }

    private List<string> Faults()
    {
        var faults = new List<string>();
        void Need(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
        Need(Bits is >= 4 and <= 28, $"Bits {Bits} is not in 4 .. 28.");
        Need(Epochs is >= 1 and <= 1000, $"Epochs {Epochs} is not in 1 .. 1000.");
        Need(LearningRate is > 0 and < double.PositiveInfinity, "LearningRate is not above 0.");
        Need(Beta is >= 0 and < double.PositiveInfinity, "Beta is negative or not finite.");
        Need(L1 is >= 0 and < double.PositiveInfinity, "L1 is negative or not finite.");
        Need(L2 is >= 0 and < double.PositiveInfinity, "L2 is negative or not finite.");
        Need(Beta + L2 != 0, "Beta and L2 are both 0: an untouched bucket would have no weight.");
        Need(Enum.IsDefined(Normalization), $"Normalization {(int)Normalization} is unknown.");
        Need(Enum.IsDefined(Precision), $"Precision {(int)Precision} is unknown.");
        return faults;
    }
}
