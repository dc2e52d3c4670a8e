namespace Weir.Pipeline.Tables.Training;

/// <summary>What became of a candidate.</summary>
/// <param name="Candidate">Who was tried.</param>
/// <param name="Folds">Its figures on each fold that it was judged on, in the order of the folds; fewer than all when it was given up.</param>
/// <param name="OnTrain">Its mean figure on the rows it had learned from.</param>
/// <param name="Seconds">Time of its fits.</param>
public sealed record TableTrial(TableCandidate Candidate, IReadOnlyList<FoldFigures> Folds, double OnTrain, double Seconds)
{
    // The thresholds of the pipelines that such tables come from: expected score and distance between train and test.
    private const double LeastFigure = 0.6;
    private const double MostDistance = 0.05;

    /// <summary>Accuracy over the folds.</summary>
    public FoldSpread Accuracy => FoldSpread.Of([.. Folds.Select(fold => fold.Accuracy)]);

    /// <summary>F1 of label 1 over the folds.</summary>
    public FoldSpread F1 => FoldSpread.Of([.. Folds.Select(fold => fold.F1)]);

    /// <summary>Area under the ROC curve over the folds.</summary>
    public FoldSpread Auc => FoldSpread.Of([.. Folds.Select(fold => fold.Auc)]);

    /// <summary>What it was chosen by: the mean of the three.</summary>
    public FoldSpread Mean => FoldSpread.Of([.. Folds.Select(fold => fold.Mean)]);

    /// <summary>How far it does better on what it learned from than on what it did not.</summary>
    public double Gap => OnTrain - Mean.Mean;

    /// <summary>overfit, underfit or fits.</summary>
    public string Fit => Mean.Mean < LeastFigure ? "underfit" : Gap > MostDistance ? "overfit" : "fits";
}
