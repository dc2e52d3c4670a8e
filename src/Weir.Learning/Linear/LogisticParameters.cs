namespace Weir.Learning.Linear;

/// <summary>Logistic regression over dense rows, fitted by L-BFGS. The defaults suit any number of rows and columns.</summary>
public sealed record LogisticParameters : ILearner
{
    /// <summary>Squared penalty of the weights of standardised columns, on the total loss (1/C of liblinear); the bias is free. Above 0. Default 1.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Most steps, 1 to 100,000. Default 200.</summary>
    public int MaxIterations { get; init; } = 200;

    /// <summary>Done when no component of the gradient of the mean loss is larger, above 0. Default 0.00001.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Threads to use, which does not change the result; 0 (default) = as many as the machine has processors.</summary>
    public int Threads { get; init; }

    IClassifier ILearner.Fit(Dataset train, Dataset? validation, CancellationToken ct) => LogisticTrainer.Fit(train, this, ct);

    /// <summary>Throws one exception that names every fault.</summary>
    internal void Check()
    {
        var faults = new List<string>();
        void Need(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
        Need(L2 is > 0 and < double.PositiveInfinity, "L2 is not above 0.");
        Need(MaxIterations is >= 1 and <= 100_000, $"MaxIterations {MaxIterations} is not in 1 .. 100000.");
        Need(Tolerance is > 0 and < double.PositiveInfinity, "Tolerance is not above 0.");
        Need(Threads >= 0, "Threads is negative.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
