namespace Weir.Benchmarks.Harness;

/// <summary>One question that a measurement answers.</summary>
internal interface IQuestion
{
    /// <summary>As it is asked for on the command line.</summary>
    public string Name { get; }

    /// <summary>What is measured, in one line.</summary>
    public string About { get; }

    /// <summary>Measures; progress goes to stderr.</summary>
    public Answer Ask(Bench bench);
}
