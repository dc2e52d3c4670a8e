using Weir.Learning.Metrics;

namespace Weir.Pipeline.Tables.Training;

/// <summary>How a model does on rows: shares from 0 to 1, label 1 when its probability is at least one half.</summary>
/// <param name="Accuracy">Share of rows with the right label.</param>
/// <param name="F1">Of label 1.</param>
/// <param name="Auc">Area under the ROC curve.</param>
public readonly record struct FoldFigures(double Accuracy, double F1, double Auc)
{
    /// <summary>The mean of the three: what candidates are chosen by.</summary>
    public double Mean => (Accuracy + F1 + Auc) / 3;

    /// <summary>The figures of raw log-odds.</summary>
    public static FoldFigures Of(double[] scores, byte[] labels)
    {
        var rows = new RankedRows(scores, labels);
        var at = rows.ConfusionAt(0);
        return new(at.Accuracy, at.F1, rows.RocAuc());
    }
}
