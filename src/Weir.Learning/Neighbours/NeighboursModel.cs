using System.Buffers;
using Weir.Learning.Explaining;
using Weir.Learning.Linear;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Learning.Neighbours;

/// <summary>
/// The k nearest training rows vote. <see cref="Probability"/> is that of scikit-learn's KNeighborsClassifier; where more rows are
/// equally far than there are places left, which it settles by the order of the rows, here they share the places. Immutable.
/// </summary>
public sealed class NeighboursModel : IClassifier, IExplained
{
    private const int Orders = 4;
    private const ulong Seed = 1;

    private readonly double[] _means;
    private readonly double[] _factors;
    private readonly RowTiles _rows;

    internal NeighboursModel(double[] means, double[] factors, RowTiles rows, int neighbours, NeighbourWeights weights) =>
        (_means, _factors, _rows, Neighbours, Weights) = (means, factors, rows, neighbours, weights);

    /// <inheritdoc/>
    public int FeatureCount => _means.Length;

    /// <summary>How many training rows it keeps.</summary>
    public int Rows => _rows.Count;

    /// <summary>How many of them vote.</summary>
    public int Neighbours { get; }

    /// <summary>What each of them counts.</summary>
    public NeighbourWeights Weights { get; }

    internal ReadOnlySpan<double> Means => _means;

    internal ReadOnlySpan<double> Factors => _factors;

    internal RowTiles Kept => _rows;

    /// <summary>The share of the votes for label 1, exactly 0 or 1 when the neighbours agree.</summary>
    /// <exception cref="ArgumentException">The row has another length than <see cref="FeatureCount"/>.</exception>
    public double Probability(ReadOnlySpan<float> row)
    {
        Span<double> share = stackalloc double[1];
        Shares(row, share);
        return share[0];
    }

    /// <summary>
    /// Log-odds of <see cref="Probability"/>, with half a vote more for each label so that they stay finite; the order of rows is that
    /// of the probability.
    /// </summary>
    /// <exception cref="ArgumentException">The row has another length than <see cref="FeatureCount"/>.</exception>
    public double Score(ReadOnlySpan<float> row) => LogOdds(Probability(row));

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        for (var from = 0; from < scores.Length; from += RowTiles.Group)
        {
            var part = scores[from..Math.Min(scores.Length, from + RowTiles.Group)];
            Shares(rows.Slice(from * FeatureCount, part.Length * FeatureCount), part);
            foreach (ref var score in part) score = LogOdds(score);
        }
    }

    /// <summary>
    /// Sampled Shapley values against a row of which nothing is known, by four orders of the features in both directions; eight scores
    /// for each value of the row, so for single rows rather than many.
    /// </summary>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions) => SampledShapley.Explain(this, row, contributions, Orders, Seed);

    /// <summary>Writes the sections <c>prefix.shape</c>, <c>.scale</c>, <c>.rows</c>, <c>.labels</c> and <c>.weights</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix) => NeighboursFile.Save(this, builder, prefix);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static NeighboursModel Load(ModelFile file, string prefix) => NeighboursFile.Load(file, prefix);

    internal static NeighboursModel Of(Dataset train, NeighboursParameters p, CancellationToken ct)
    {
        var (means, factors) = (new double[train.FeatureCount], new double[train.FeatureCount]);
        Array.Fill(factors, 1);
        if (p.Standardise)
        {
            var standard = Standardizer.Fit(train, new WorkTeam(p.Threads, ct));
            (means, factors) = (standard.Means, standard.Factors);
        }
        int[] kept = [.. Enumerable.Range(0, train.Rows).Where(i => train.Weights[i] > 0)];
        var columns = new float[train.FeatureCount][];
        for (var f = 0; f < columns.Length; f++) columns[f] = Array.ConvertAll(kept, i => Apply(train.Columns[f][i], means[f], factors[f]));
        var rows = new RowTiles(columns, Array.ConvertAll(kept, i => train.Labels[i]), Array.ConvertAll(kept, i => train.Weights[i]));
        return new NeighboursModel(means, factors, rows, p.Neighbours, p.Weights);
    }

    private static float Apply(float value, double mean, double factor) => float.IsFinite(value) ? (float)((value - mean) * factor) : 0;

    private double LogOdds(double share)
    {
        var places = Math.Min(Neighbours, _rows.Count);
        return StableMath.Log((share * places + 0.5) / ((1 - share) * places + 0.5));
    }

    /// <summary>The shares of at most <see cref="RowTiles.Group"/> rows.</summary>
    private void Shares(ReadOnlySpan<float> rows, Span<double> shares)
    {
        if (rows.Length != shares.Length * FeatureCount)
            throw new ArgumentException($"There are {rows.Length} values for {shares.Length} rows, the model has {FeatureCount} features.", nameof(rows));
        var squared = ArrayPool<float>.Shared.Rent(RowTiles.Group * _rows.Padded);
        var scaled = ArrayPool<float>.Shared.Rent(RowTiles.Group * FeatureCount);
        // Column by column, the rows side by side; rows that are not there are 0.
        Array.Clear(scaled, 0, RowTiles.Group * FeatureCount);
        for (var r = 0; r < shares.Length; r++)
            for (var f = 0; f < FeatureCount; f++) scaled[f * RowTiles.Group + r] = Apply(rows[r * FeatureCount + f], _means[f], _factors[f]);
        _rows.Measure(scaled, squared);
        for (var r = 0; r < shares.Length; r++) shares[r] = Vote.Share(_rows, squared.AsSpan(r * _rows.Padded, _rows.Padded), Neighbours, Weights);
        ArrayPool<float>.Shared.Return(squared);
        ArrayPool<float>.Shared.Return(scaled);
    }
}
