using Weir.Learning.Tuning;
using Weir.Pipeline.Training;

namespace Weir.Pipeline.Tuning;

/// <summary>The parameters of the URL model that are tuned, and how a candidate becomes training parameters.</summary>
public static class UrlSearchSpace
{
    /// <summary>Trees, text model, and what is done to the rows.</summary>
    public static SearchSpace Space { get; } = new(
        Dimension.LogInt("trees", 200, 1200), Dimension.LogInt("maxLeaves", 15, 127), Dimension.Log("learningRate", 0.03, 0.2),
        Dimension.LogInt("minRowsInLeaf", 20, 400), Dimension.Log("l2", 0.5, 50), Dimension.Linear("columnSample", 0.2, 1),
        Dimension.Linear("rowSample", 0.5, 1), Dimension.Int("textEpochs", 1, 6), Dimension.Log("textLearningRate", 0.1, 1.5),
        Dimension.Log("textBeta", 0.001, 0.1), Dimension.Linear("popularityDropout", 0.2, 0.8), Dimension.Linear("homepageShare", 0.1, 0.8),
        Dimension.Log("categorySmoothing", 4, 100), Dimension.Linear("domainPower", 0.2, 1),
        Dimension.Linear("sourceBalance", 0, 1), Dimension.Linear("sourceHoldout", 0, 0.6));

    /// <summary>The parameters of a candidate; what it does not name stays as it is.</summary>
    public static UrlTrainingParameters Apply(UrlTrainingParameters p, Candidate candidate) => p with
    {
        Trees = p.Trees with
        {
            Trees = candidate.Int("trees", p.Trees.Trees),
            MaxLeaves = candidate.Int("maxLeaves", p.Trees.MaxLeaves),
            LearningRate = candidate.Number("learningRate", p.Trees.LearningRate),
            MinRowsInLeaf = candidate.Int("minRowsInLeaf", p.Trees.MinRowsInLeaf),
            L2 = candidate.Number("l2", p.Trees.L2),
            ColumnSample = candidate.Number("columnSample", p.Trees.ColumnSample),
            RowSample = candidate.Number("rowSample", p.Trees.RowSample),
        },
        Text = p.Text with
        {
            Epochs = candidate.Int("textEpochs", p.Text.Epochs),
            LearningRate = candidate.Number("textLearningRate", p.Text.LearningRate),
            Beta = candidate.Number("textBeta", p.Text.Beta),
        },
        PopularityDropout = candidate.Number("popularityDropout", p.PopularityDropout),
        HomepageShare = candidate.Number("homepageShare", p.HomepageShare),
        CategorySmoothing = candidate.Number("categorySmoothing", p.CategorySmoothing),
        DomainPower = candidate.Number("domainPower", p.DomainPower),
        SourceBalance = candidate.Number("sourceBalance", p.SourceBalance),
        SourceHoldout = candidate.Number("sourceHoldout", p.SourceHoldout),
    };
}
