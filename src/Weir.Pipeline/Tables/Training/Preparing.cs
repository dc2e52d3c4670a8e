using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Learning.Preparation;
using Weir.Learning.Splitting;
using ColumnKind = Weir.Learning.Preparation.ColumnKind;

namespace Weir.Pipeline.Tables.Training;

/// <summary>How the rows of a table are prepared: fitted to the rows to learn from alone, also within the folds.</summary>
internal sealed class Preparing
{
    private const int FewLevels = 10;
    private const int MostOneHot = 50;

    private readonly TableSchema _schema;
    private readonly int[] _features;
    private readonly PreparerParameters _parameters;
    private readonly TableTrainingParameters _p;

    /// <summary>Plans the columns by the rows to learn from.</summary>
    public Preparing(TableSchema schema, int[] features, Dataset train, TableTrainingParameters p)
    {
        (_schema, _features, _p) = (schema, features, p);
        var hasHoles = Array.Exists(features, f => schema.Features[f].Kind != Detection.Tables.ColumnKind.Category && Array.Exists(train.Columns[f], float.IsNaN));
        var numbers = p.Imputation ?? (train.Rows <= p.SearchRows ? Imputation.Knn : Imputation.Median);
        // The nearest rows are nearest on one scale; without holes nobody asks for it.
        var isNear = hasHoles && numbers == Imputation.Knn;
        if (!hasHoles) numbers = Imputation.Median;
        _parameters = new PreparerParameters
        {
            Columns = [.. features.Select(f => Plan(schema.Features[f], train.Columns[f]))],
            Numbers = numbers,
            Ordinals = numbers == Imputation.Median ? Imputation.Mode : numbers,
            Scaling = isNear ? Scaling.Standard : Scaling.None,
            Seed = p.Seed,
        };
        Words = !hasHoles ? "no missing numbers" : isNear ? "missing numbers from the 5 nearest rows, and marked" : $"missing numbers by the {numbers.ToString().ToLowerInvariant()}, and marked";
    }

    /// <summary>What is done, in words.</summary>
    public string Words { get; }

    /// <summary>Fits to rows and prepares them.</summary>
    public (Preparer Preparer, Dataset Data) Fit(Dataset train, CancellationToken ct)
    {
        var prepared = _parameters.Fit(Columns(train), train.Labels, train.Weights, train.Groups, ct);
        return (prepared.Preparer, Of(prepared.Preparer, prepared.Columns, train));
    }

    /// <summary>Folds of rows, each prepared by what its rows to learn from teach.</summary>
    public IReadOnlyList<FoldRows> Folds(Dataset rows, CancellationToken ct) =>
        [.. Fold.Stratified(rows.Groups, rows.Labels, _p.Folds, _p.Seed).Select(fold =>
        {
            var (train, test) = (rows.Take(fold.Train), rows.Take(fold.Test));
            var (preparer, prepared) = Fit(train, ct);
            return new FoldRows(prepared, Apply(preparer, test, ct));
        })];

    /// <summary>Prepares further rows.</summary>
    public Dataset Apply(Preparer preparer, Dataset rows, CancellationToken ct) => Of(preparer, preparer.Transform(Columns(rows), ct), rows);

    private static Dataset Of(Preparer preparer, float[][] columns, Dataset rows) => new(preparer.OutputNames, columns, rows.Labels, rows.Weights, rows.Groups);

    private RawColumn[] Columns(Dataset rows) => Array.ConvertAll(_features, f =>
    {
        var (column, values) = (_schema.Features[f], rows.Columns[f]);
        return column.Kind == Detection.Tables.ColumnKind.Category
            ? new RawColumn(column.Name, Array.ConvertAll(values, value => float.IsNaN(value) ? null : column.Values[(int)value]))
            : new RawColumn(column.Name, Array.ConvertAll(values, value => (double)value));
    });

    private static ColumnPlan Plan(TableColumn column, float[] values)
    {
        if (column.Kind == Detection.Tables.ColumnKind.Category)
            return new ColumnPlan(column.Name, ColumnKind.Category) { Encoding = column.Values.Count > MostOneHot ? CategoryEncoding.Target : null };
        var levels = values.Where(value => !float.IsNaN(value)).Distinct().Take(FewLevels + 1).ToList();
        return new ColumnPlan(column.Name, levels.Count <= FewLevels && levels.TrueForAll(float.IsInteger) ? ColumnKind.Ordinal : ColumnKind.Numeric);
    }
}
