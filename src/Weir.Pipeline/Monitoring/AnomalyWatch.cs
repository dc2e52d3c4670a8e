using Weir.Detection.Features;
using Weir.Learning;
using Weir.Learning.Anomaly;

namespace Weir.Pipeline.Monitoring;

/// <summary>
/// The alarm for what nobody has labelled yet: rows that an isolation forest, grown on the training rows, sets apart sooner than 99 % of
/// those. It looks at the features that are read from the URL alone.
/// </summary>
internal sealed class AnomalyWatch
{
    private const double Tail = 0.01;
    private const int MostRows = 5_000;
    private readonly IsolationForest _forest;

    public AnomalyWatch(RowFrame trained)
    {
        var columns = trained.Columns[..UrlFeatureSchema.FirstFittedColumn];
        var rows = new Dataset([.. UrlFeatureSchema.All.Take(columns.Length).Select(feature => feature.Id)], columns,
            [.. trained.Labels.Select(label => label == 1 ? (byte)1 : (byte)0)], [.. Enumerable.Repeat(1f, trained.Rows)], new int[trained.Rows]);
        _forest = IsolationForestTrainer.Fit(rows, new IsolationForestParameters());
        Threshold = IsolationForest.Threshold(Scores(trained), Tail);
    }

    /// <summary>Anomaly score above which 1 % of the training rows lie.</summary>
    public double Threshold { get; }

    /// <summary>Share of rows above the threshold, and its lower bound of 99 %, over at most 5,000 of them.</summary>
    public (double Share, double Low) Share(RowFrame frame)
    {
        var scores = Scores(frame);
        var above = scores.Count(score => score > Threshold);
        return ((double)above / Math.Max(1, scores.Length), Proportion.Bounds(above, scores.Length, 2.576).Low);
    }

    private double[] Scores(RowFrame frame)
    {
        var scores = new double[Math.Min(MostRows, frame.Rows)];
        Parallel.For(0, (scores.Length + 255) / 256, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, block =>
        {
            var row = new float[_forest.FeatureCount];
            for (var i = block * 256; i < Math.Min(scores.Length, (block + 1) * 256); i++)
            {
                for (var f = 0; f < row.Length; f++) row[f] = frame.Columns[f][i];
                scores[i] = _forest.Score(row);
            }
        });
        return scores;
    }
}
