using System.Collections.Concurrent;
using Weir.Learning.Neighbours;
using Weir.Learning.Trees;

namespace Weir.Learning.Preparation;

/// <summary>
/// Fills a hole by the mean of that column in the nearest training rows that have it (Troyanskaya et al. 2001). The distance runs
/// over the columns that both rows have and is scaled up to all of them; a row without any such distance gets the column's mean.
/// <para>
/// The answers are those of scikit-learn's KNNImputer, also where several rows are equally near, which in tables of few distinct
/// values is the rule: sums run in the order of NumPy with the reference BLAS, and which of the equal rows count is found by the
/// same partial sort (NumPy before 2.0). Another BLAS or NumPy may take other rows among equals, at the same distances.
/// </para>
/// Immutable; any number of threads may transform at once.
/// </summary>
public sealed class KnnImputer
{
    private readonly DonorTiles _donors;
    private readonly double[] _means;
    private readonly int _threads;
    // What fills is large; it is kept for the next rows, as many as work at once.
    private readonly ConcurrentBag<HoleFiller> _idle = [];

    internal KnnImputer(double[][] columns, KnnImputerParameters p)
    {
        (Neighbours, Weights, KeepEmpty, _threads) = (p.Neighbours, p.Weights, p.KeepEmpty, p.Threads);
        _donors = new DonorTiles(columns);
        _means = Array.ConvertAll(columns, Mean);
        Kept = [.. Enumerable.Range(0, columns.Length).Where(c => KeepEmpty || _donors.Counts[c] > 0)];
    }

    /// <summary>How many columns it takes.</summary>
    public int ColumnCount => _donors.ColumnCount;

    /// <summary>The columns that it gives back, ascending: all but those without a value in training, or all.</summary>
    public IReadOnlyList<int> Kept { get; }

    /// <summary>How many training rows it keeps.</summary>
    public int Donors => _donors.Rows;

    internal int Neighbours { get; }

    internal NeighbourWeights Weights { get; }

    internal bool KeepEmpty { get; }

    internal double[][] Columns => _donors.Columns;

    /// <summary>Copies of the <see cref="Kept"/> columns with every hole (NaN or infinite) filled. Training rows may be given again.</summary>
    /// <param name="columns"><c>columns[column][row]</c>, as many as in training, of one length.</param>
    /// <param name="ct">Checked every few rows.</param>
    /// <exception cref="ArgumentException">Another number of columns, or columns that differ in length.</exception>
    public double[][] Transform(double[][] columns, CancellationToken ct = default)
    {
        if (columns.Length != ColumnCount) throw new ArgumentException($"There are {columns.Length} columns, the imputer has {ColumnCount}.", nameof(columns));
        var rows = columns[0].Length;
        if (Array.Exists(columns, column => column.Length != rows)) throw new ArgumentException("The columns differ in length.", nameof(columns));
        var filled = Array.ConvertAll(columns, column => (double[])column.Clone());
        int[] holed = [.. Enumerable.Range(0, rows).Where(i => Array.Exists(columns, column => !double.IsFinite(column[i])))];
        Fill(filled, holed, new WorkTeam(_threads, ct));
        for (var c = 0; c < filled.Length; c++)
            if (_donors.Counts[c] == 0) Array.Clear(filled[c]);
        return [.. Kept.Select(c => filled[c])];
    }

    /// <summary>Writes the sections <c>prefix.shape</c> and <c>prefix.values</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix) => KnnImputerFile.Save(this, builder, prefix);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static KnnImputer Load(ModelFile file, string prefix) => KnnImputerFile.Load(file, prefix);

    private void Fill(double[][] columns, int[] rows, WorkTeam team)
    {
        var most = _donors.BlockRows;
        team.Run((rows.Length + most - 1) / most, block =>
        {
            var filler = _idle.TryTake(out var kept) ? kept : new HoleFiller(_donors, _means, Neighbours, Weights);
            var from = block * most;
            filler.Fill(columns, rows.AsSpan(from, Math.Min(most, rows.Length - from)));
            _idle.Add(filler);
        });
    }

    private static double Mean(double[] column)
    {
        var count = column.Count(value => !double.IsNaN(value));
        if (count == 0) return 0;
        var mean = PairwiseSum.Of(Array.ConvertAll(column, value => double.IsNaN(value) ? 0 : value)) / count;
        // Near the end of the range the sum is beyond it.
        return double.IsFinite(mean) ? mean : PairwiseSum.Of(Array.ConvertAll(column, value => double.IsNaN(value) ? 0 : value / count));
    }
}
