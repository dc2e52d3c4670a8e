using Weir.Learning.Numerics;
using Weir.Learning.Tuning;
using Weir.Tests.Support;

namespace Weir.Tests.Learning.Tuning;

/// <summary>Three folds of 300 rows; a candidate separates the classes the better the nearer its x is to 0.7 and the larger its share.</summary>
internal sealed class ToyTask : ITuningTask
{
    public static readonly SearchSpace Space = new(Dimension.Linear("x", 0, 1), Dimension.Choice("noise", "a", "b"));

    private readonly JudgedRows _rows = new([.. Enumerable.Range(0, 300).Select(i => (byte)(i % 2))], [.. Enumerable.Range(0, 300).Select(i => i / 2)]);

    public FakeTime Time { get; } = new();

    /// <summary>Seconds of a fit with the whole resource.</summary>
    public double Cost { get; init; }

    public double Start { get; init; } = 0.1;

    public int FoldCount { get; init; } = 3;

    public JudgedRows Judged(int fold) => _rows;

    public double[] Scores(Candidate candidate, int fold, double share, CancellationToken ct)
    {
        Time.Advance(TimeSpan.FromSeconds(Cost * share));
        var quality = 2 - 2 * Math.Abs(candidate.Number("x", Start) - 0.7) + share;
        var random = new Xoshiro256((ulong)(fold * 100 + candidate.Choice("noise", "a")[0]));
        return [.. _rows.Labels.Select(label => quality * 0.3 * label + random.NextDouble())];
    }
}
