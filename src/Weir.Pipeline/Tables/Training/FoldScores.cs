using Weir.Learning;

namespace Weir.Pipeline.Tables.Training;

/// <summary>What a fitted candidate says of the rows of a fold: raw log-odds, and how good they are.</summary>
/// <param name="Test">Of the rows to judge on.</param>
/// <param name="Train">Of the rows it learned from.</param>
/// <param name="Figures">On the rows to judge on.</param>
/// <param name="OnTrain">On the rows it learned from.</param>
/// <param name="Seconds">Time of the fit.</param>
internal sealed record FoldScores(double[] Test, double[] Train, FoldFigures Figures, FoldFigures OnTrain, double Seconds)
{
    public static FoldScores Of(FoldRows fold, double[] test, double[] train, double seconds) =>
        new(test, train, FoldFigures.Of(test, fold.Test.Labels), FoldFigures.Of(train, fold.Train.Labels), seconds);

    /// <summary>The mean of several on the same fold.</summary>
    public static FoldScores Average(FoldRows fold, IReadOnlyList<FoldScores> members) =>
        Of(fold, Mean([.. members.Select(member => member.Test)]), Mean([.. members.Select(member => member.Train)]), members.Sum(member => member.Seconds));

    /// <summary>What a model over the scores of several says on the same fold; a row of it holds their scores as floats.</summary>
    /// <param name="fold">The fold.</param>
    /// <param name="members">Those whose scores it combines, in its order.</param>
    /// <param name="meta">The model over their scores.</param>
    /// <param name="seconds">Time of its fit.</param>
    public static FoldScores Stacked(FoldRows fold, IReadOnlyList<FoldScores> members, IClassifier meta, double seconds) =>
        Of(fold, Combined([.. members.Select(member => member.Test)], meta), Combined([.. members.Select(member => member.Train)], meta), seconds + members.Sum(member => member.Seconds));

    private static double[] Combined(double[][] scores, IClassifier meta)
    {
        var (combined, row) = (new double[scores[0].Length], new float[scores.Length]);
        for (var i = 0; i < combined.Length; i++)
        {
            for (var m = 0; m < row.Length; m++) row[m] = (float)scores[m][i];
            combined[i] = meta.Score(row);
        }

        return combined;
    }

    // In the order and by the operations of the averaging model, so that both agree to the last bit.
    private static double[] Mean(double[][] scores)
    {
        var (mean, weight) = (new double[scores[0].Length], 1.0 / scores.Length);
        foreach (var of in scores)
            for (var i = 0; i < mean.Length; i++) mean[i] += weight * of[i];
        return mean;
    }
}
