namespace Weir.Learning.Linear;

/// <summary>What a row on the wrong side of the margin costs.</summary>
public enum SvmLoss
{
    /// <summary>The squared distance: smooth, converges sooner; the default.</summary>
    SquaredHinge = 0,

    /// <summary>The distance: less drawn by rows far on the wrong side.</summary>
    Hinge = 1,
}

/// <summary>A linear support vector machine over dense rows with calibrated log-odds. The defaults suit any number of rows.</summary>
public sealed record LinearSvmParameters : ILearner
{
    /// <summary>Cost of a row of weight 1 against half the squared weights of standardised columns, above 0. Default 0.01.</summary>
    public double C { get; init; } = 0.01;

    /// <summary>Cost of a row on the wrong side of the margin.</summary>
    public SvmLoss Loss { get; init; } = SvmLoss.SquaredHinge;

    /// <summary>Most passes over the rows, 1 to 100,000. Default 50.</summary>
    public int MaxIterations { get; init; } = 50;

    /// <summary>Done when the projected gradients of the dual differ by no more, above 0. Default 0.1.</summary>
    public double Tolerance { get; init; } = 0.1;

    /// <summary>Seed of the order of the rows and of the two halves for calibration. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use, which does not change the result; 0 (default) = as many as the machine has processors.</summary>
    public int Threads { get; init; }

    IClassifier ILearner.Fit(Dataset train, Dataset? validation, CancellationToken ct) => LinearSvmTrainer.Fit(train, this, ct);

    /// <summary>Throws one exception that names every fault.</summary>
    internal void Check()
    {
        var faults = new List<string>();
        void Need(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
        Need(C is > 0 and < double.PositiveInfinity, "C is not above 0.");
        Need(Enum.IsDefined(Loss), $"Loss {(int)Loss} is unknown.");
        Need(MaxIterations is >= 1 and <= 100_000, $"MaxIterations {MaxIterations} is not in 1 .. 100000.");
        Need(Tolerance is > 0 and < double.PositiveInfinity, "Tolerance is not above 0.");
        Need(Threads >= 0, "Threads is negative.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
