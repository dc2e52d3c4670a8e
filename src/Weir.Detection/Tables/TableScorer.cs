using System.Globalization;
using Weir.Learning;

namespace Weir.Detection.Tables;

/// <summary>Scores and explains rows by a <see cref="TableModel"/>. One a thread; scoring allocates nothing per row.</summary>
public sealed class TableScorer
{
    /// <summary>So many rows are scored at once.</summary>
    public const int BlockRows = 256;

    /// <summary>The usual number of reasons.</summary>
    public const int TopReasons = 5;

    private readonly TableModel _model;
    private readonly float[] _inputs;
    private readonly float[] _prepared;
    private readonly double[] _newScores = new double[BlockRows];
    private readonly (int Row, int Place)[] _new = new (int, int)[BlockRows];
    private readonly double[] _byOutput;
    private readonly double[] _byColumn;
    private ScoredRows? _known;

    /// <summary>Prepares scoring.</summary>
    public TableScorer(TableModel model)
    {
        _model = model;
        (_inputs, _prepared) = (new float[BlockRows * model.Rows.Inputs], new float[BlockRows * model.Rows.Outputs]);
        (_byOutput, _byColumn) = (new double[model.Rows.Outputs], new double[model.Rows.Inputs]);
    }

    /// <summary>Probabilities of phishing.</summary>
    /// <param name="rows">The values of <see cref="TableRow.Values"/>, row after row.</param>
    /// <param name="probabilities">Takes one a row.</param>
    /// <exception cref="ArgumentException">There are not as many values as the rows have.</exception>
    public void Score(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        var features = _model.Schema.Features.Count;
        if (rows.Length != features * probabilities.Length) throw new ArgumentException($"{rows.Length} values are not {probabilities.Length} rows of {features}.", nameof(rows));
        for (var from = 0; from < probabilities.Length; from += BlockRows)
        {
            var part = probabilities[from..Math.Min(probabilities.Length, from + BlockRows)];
            if (part.Length < BlockRows) ScoreAll(rows.Slice(from * features, part.Length * features), part);
            else ScoreNew(rows.Slice(from * features, part.Length * features), part);
        }
    }

    /// <summary>The probability of one row.</summary>
    public double Score(ReadOnlySpan<float> values)
    {
        Span<double> probability = stackalloc double[1];
        Score(values, probability);
        return probability[0];
    }

    /// <summary>
    /// What moved the score of a row most, in the columns of the table: log-odds before calibration, positive for phishing. Exact for trees
    /// and linear models and what combines them, sampled for nearest neighbours.
    /// </summary>
    /// <param name="values">The values of a row.</param>
    /// <param name="most">How many reasons at most.</param>
    public IReadOnlyList<Reason> Reasons(ReadOnlySpan<float> values, int most = TopReasons)
    {
        Contributions(values);
        var order = Enumerable.Range(0, _byColumn.Length).Where(c => _byColumn[c] != 0).OrderByDescending(c => Math.Abs(_byColumn[c])).ThenBy(c => c).Take(most);
        var reasons = new List<Reason>();
        foreach (var c in order) reasons.Add(new Reason(_model.Manifest.Columns[c].Name, Text(c, values[_model.Inputs[c]]), Math.Round(_byColumn[c], 4)));
        return reasons;
    }

    /// <summary>The contribution of each column that the model reads, in the order of its preparer; valid until the next call.</summary>
    public ReadOnlySpan<double> Contributions(ReadOnlySpan<float> values)
    {
        Prepare(values, 1);
        ((IExplained)_model.Classifier).Explain(_prepared.AsSpan(0, _byOutput.Length), _byOutput);
        _model.Preparer.SumBySource(_byOutput, _byColumn);
        return _byColumn;
    }

    private void ScoreAll(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        Prepare(rows, probabilities.Length);
        _model.Classifier.Score(_prepared.AsSpan(0, probabilities.Length * _model.Rows.Outputs), probabilities);
        foreach (ref var score in probabilities) score = _model.Probability(score);
    }

    // Only rows that were not scored lately cost a score.
    private void ScoreNew(ReadOnlySpan<float> rows, Span<double> probabilities)
    {
        var (inputs, features, count) = (_model.Inputs.Length, _model.Schema.Features.Count, 0);
        _known ??= new ScoredRows(inputs);
        for (var i = 0; i < probabilities.Length; i++)
        {
            var row = _inputs.AsSpan(count * inputs, inputs);
            Take(rows.Slice(i * features, features), row);
            var place = _known.PlaceOf(row);
            probabilities[i] = _known.Of(place, row);
            if (double.IsNaN(probabilities[i])) _new[count++] = (i, place);
        }

        _model.Rows.Transform(_inputs.AsSpan(0, count * inputs), _prepared.AsSpan(0, count * _model.Rows.Outputs));
        _model.Classifier.Score(_prepared.AsSpan(0, count * _model.Rows.Outputs), _newScores.AsSpan(0, count));
        for (var i = 0; i < count; i++)
        {
            var (row, place) = _new[i];
            probabilities[row] = _model.Probability(_newScores[i]);
            _known.Keep(place, _inputs.AsSpan(i * inputs, inputs), probabilities[row]);
        }
    }

    private void Prepare(ReadOnlySpan<float> rows, int count)
    {
        var (inputs, features) = (_model.Inputs.Length, _model.Schema.Features.Count);
        for (var i = 0; i < count; i++) Take(rows.Slice(i * features, features), _inputs.AsSpan(i * inputs, inputs));
        _model.Rows.Transform(_inputs.AsSpan(0, count * inputs), _prepared.AsSpan(0, count * _model.Rows.Outputs));
    }

    /// <summary>The values that the model reads; a missing one has always the same bits.</summary>
    private void Take(ReadOnlySpan<float> row, Span<float> to)
    {
        var inputs = _model.Inputs;
        for (var c = 0; c < to.Length; c++) to[c] = float.IsNaN(row[inputs[c]]) ? float.NaN : row[inputs[c]];
    }

    private string Text(int column, float value)
    {
        var (counts, feature) = (_model.Manifest.Columns[column], _model.Schema.Features[_model.Inputs[column]]);
        if (float.IsNaN(value)) return $"{counts.Name} is missing";
        var isWord = feature.Kind == ColumnKind.Category && value >= 0 && value < feature.Values.Count;
        var shown = isWord ? $"'{feature.Values[(int)value]}'" : value.ToString("G6", CultureInfo.InvariantCulture);
        if (counts.Of(value) is not { Rows: > 0 } known) return $"{counts.Name} is {shown} (never seen in training)";
        var rate = (double)known.Phishing / known.Rows;
        var (side, share) = rate > 0.5 ? ("phishing", rate) : ("benign", 1 - rate);
        return string.Create(CultureInfo.InvariantCulture, $"{counts.Name} is {shown} (usual for {side} rows: {100 * share:0} % of those {(counts.IsExact ? "with it" : "near it")})");
    }
}
