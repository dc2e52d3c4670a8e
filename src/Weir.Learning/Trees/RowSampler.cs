using Weir.Learning.Numerics;

namespace Weir.Learning.Trees;

/// <summary>The rows and positions of the next tree. Rows of weight 0 never take part.</summary>
internal sealed class RowSampler
{
    private readonly BoostedTreesParameters _p;
    private int[] _all;
    private readonly int[] _rows;
    private readonly bool[] _drawn;
    private readonly int[] _order;
    private Xoshiro256 _random;
    private int _count;

    public RowSampler(TrainingRows rows, int positions, BoostedTreesParameters p)
    {
        _p = p;
        _random = new Xoshiro256(p.Seed);
        _all = Weighty(rows);
        _drawn = new bool[Samples ? rows.Count : 0];
        _rows = new int[_all.Length];
        _all.CopyTo(_rows, 0);
        _count = _all.Length;
        _order = [.. Enumerable.Range(0, positions)];
        Positions = new bool[positions];
        Array.Fill(Positions, true);
    }

    /// <summary>Whether trees see different rows or features.</summary>
    public bool Samples => _p.RowSample < 1 || _p.ColumnSample < 1;

    /// <summary>Drawn rows in ascending order.</summary>
    public ReadOnlyMemory<int> Rows => _rows.AsMemory(0, _count);

    /// <summary>Which positions may be split on.</summary>
    public bool[] Positions { get; }

    public bool IsDrawn(int row) => _drawn[row];

    public void Draw()
    {
        if (!Samples) return;
        DrawRows();
        DrawPositions();
    }

    /// <summary>Takes note that rows have changed places.</summary>
    public void Reorder(TrainingRows rows)
    {
        _all = Weighty(rows);
        _all.CopyTo(_rows, 0);
    }

    private static int[] Weighty(TrainingRows rows) => [.. Enumerable.Range(0, rows.Count).Where(i => rows.Weights[i] > 0)];

    private void DrawRows()
    {
        _count = 0;
        foreach (var row in _all)
        {
            var drawn = _p.RowSample >= 1 || _random.NextDouble() < _p.RowSample;
            _drawn[row] = drawn;
            if (drawn) _rows[_count++] = row;
        }
    }

    private void DrawPositions()
    {
        if (_p.ColumnSample >= 1) return;
        _random.Shuffle<int>(_order);
        Array.Clear(Positions);
        var take = (int)Math.Ceiling(_order.Length * _p.ColumnSample);
        foreach (var position in _order.AsSpan(0, take)) Positions[position] = true;
    }
}
