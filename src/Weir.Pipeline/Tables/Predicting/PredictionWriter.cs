using System.Buffers;
using System.Diagnostics;
using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;

namespace Weir.Pipeline.Tables.Predicting;

/// <summary>What was said of a row.</summary>
/// <param name="Probability">Of phishing; NaN for a row that cannot be read.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Predicted">In the words of the table; empty for unknown.</param>
/// <param name="Reasons">What moved the score most.</param>
/// <param name="Error">Why it cannot be read; null when it can.</param>
internal readonly record struct RowPrediction(double Probability, Decision Decision, string Predicted, IReadOnlyList<Reason> Reasons, string? Error);

/// <summary>Reads, judges and writes the rows of chunks; one a thread.</summary>
internal abstract class PredictionWriter
{
    private static readonly IReadOnlyList<Reason> None = [];

    private readonly TableModel _model;
    private readonly TableRowReader _reader;
    private readonly TableScorer _scorer;
    private readonly int _reasons;
    private readonly float[] _values;
    private readonly double[] _scores = new double[TableScorer.BlockRows];
    private readonly string?[] _faults = new string?[TableScorer.BlockRows];
    private readonly bool[] _isEmpty = new bool[TableScorer.BlockRows];

    protected PredictionWriter(TableFile file, TableModel model, ColumnMatch match, int reasons)
    {
        (_model, _reasons, Names, Shown) = (model, reasons, file.Columns, file.NewParser());
        Added = new AddedNames(Names);
        _reader = new TableRowReader(file.NewParser(), model.Schema, match);
        _scorer = new TableScorer(model);
        _values = new float[TableScorer.BlockRows * model.Schema.Features.Count];
    }

    /// <summary>Hears of each row that could be read.</summary>
    public RowHeard? Heard { get; set; }

    /// <summary>Hears how long the model took for some rows, in ticks of the stopwatch.</summary>
    public Action<long>? Took { get; set; }

    /// <summary>The columns of the file.</summary>
    protected IReadOnlyList<string> Names { get; }

    /// <summary>What the columns behind them are called.</summary>
    protected AddedNames Added { get; }

    /// <summary>The row that is written.</summary>
    protected RowParser Shown { get; }

    protected bool HasReasons => _reasons > 0;

    /// <summary>What stands above all rows.</summary>
    public abstract byte[] Head();

    /// <summary>What stands below all rows.</summary>
    public virtual byte[] Foot() => [];

    /// <summary>Judges a chunk.</summary>
    public void Write(RecordChunk chunk, int first, ArrayBufferWriter<byte> to, long[] decisions)
    {
        var features = _model.Schema.Features.Count;
        for (var from = first; from < chunk.Count; from += TableScorer.BlockRows)
        {
            var count = Math.Min(TableScorer.BlockRows, chunk.Count - from);
            for (var i = 0; i < count; i++)
            {
                _isEmpty[i] = !_reader.Take(chunk, chunk[from + i]);
                _faults[i] = _reader.Fault;
                _reader.Row.Values.CopyTo(_values.AsSpan(i * features));
            }

            var start = Stopwatch.GetTimestamp();
            _scorer.Score(_values.AsSpan(0, count * features), _scores.AsSpan(0, count));
            Took?.Invoke(Stopwatch.GetTimestamp() - start);
            for (var i = 0; i < count; i++)
            {
                if (_isEmpty[i]) continue;
                var fault = Shown.Parse(chunk, chunk[from + i]);
                var row = Judged(i, _values.AsSpan(i * features, features));
                WriteRow(to, row, chunk[from + i].Line, fault is RecordFault.None or RecordFault.TooManyCells or RecordFault.ColumnMissing or RecordFault.HeaderAgain);
                decisions[(int)row.Decision]++;
                if (row.Error is null) Heard?.Invoke(chunk[from + i].Line, _values.AsSpan(i * features, features), row.Probability, row.Decision);
            }
        }
    }

    /// <summary>Writes one row.</summary>
    /// <param name="to">Takes it.</param>
    /// <param name="row">What was said of it.</param>
    /// <param name="line">Where it stands in the file.</param>
    /// <param name="hasCells">False when it could not be taken apart.</param>
    protected abstract void WriteRow(ArrayBufferWriter<byte> to, in RowPrediction row, long line, bool hasCells);

    private RowPrediction Judged(int row, ReadOnlySpan<float> values)
    {
        if (_faults[row] is { } fault) return new(double.NaN, Decision.Unknown, "", None, fault);
        var score = _scores[row];
        return new(score, _model.Decide(score), _model.Predicted(score), HasReasons ? _scorer.Reasons(values, _reasons) : None, null);
    }
}
