namespace Weir.Pipeline.Datasets;

/// <summary>How rows are cut into parts.</summary>
public sealed record SplitParameters
{
    /// <summary>At most this many rows of one registrable domain per source.</summary>
    public int PerDomain { get; init; } = 20;

    /// <summary>At most this many rows of one source and class per part, so that no feed drowns the others.</summary>
    public int PerSource { get; init; } = 150_000;

    /// <summary>Share of the dated rows, the latest, that is for calibration and for testing each; likewise of undated domains.</summary>
    public double Held { get; init; } = 0.15;

    /// <summary>At most this many rows in all, the newest.</summary>
    public int MaxRows { get; init; } = int.MaxValue;

    /// <summary>
    /// The newest days of the dated phishing are the test time when they hold at least <see cref="LeastTest"/> of it and no more than
    /// a third; otherwise its latest <see cref="Held"/> are.
    /// </summary>
    public int TestDays { get; init; } = 14;

    /// <summary>Least phishing rows in the newest days.</summary>
    public int LeastTest { get; init; } = 200;

    /// <summary>The first moment of the test time; null takes the newest days or rows.</summary>
    public DateTimeOffset? HoldoutFrom { get; init; }

    /// <summary>Domains that stay out of training and calibration: their homepages are judged on.</summary>
    public Func<string, bool> IsHomepageDomain { get; init; } = _ => false;
}
