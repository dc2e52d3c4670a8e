namespace Weir.Learning.Explaining;

/// <summary>Settings of <see cref="Lime"/>.</summary>
public sealed record LimeParameters
{
    /// <summary>Perturbed texts that are scored, 16 to 1,000,000; when there are fewer ways to leave tokens out, each is taken once. Default 1000.</summary>
    public int Samples { get; init; } = 1000;

    /// <summary>
    /// Width of the kernel: a text that kept the share s of its tokens weighs exp(-(1 - sqrt s)^2 / width^2), the cosine distance
    /// of the paper. Above 0. Default 0.25.
    /// </summary>
    public double KernelWidth { get; init; } = 0.25;

    /// <summary>Squared penalty of contributions for each unit of sample weight, 0 or more. Default 0.001.</summary>
    public double Ridge { get; init; } = 0.001;

    /// <summary>Seed of the tokens left out. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Throws one exception that names every fault.</summary>
    internal void Check()
    {
        var faults = new List<string>();
        if (Samples is < 16 or > 1_000_000) faults.Add($"Samples {Samples} is not in 16 .. 1000000.");
        if (KernelWidth is not (> 0 and < double.PositiveInfinity)) faults.Add("KernelWidth is not above 0.");
        if (Ridge is not (>= 0 and < double.PositiveInfinity)) faults.Add("Ridge is negative or not finite.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
