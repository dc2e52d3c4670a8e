using Weir.Learning;
using Weir.Learning.Ensembles;
using Weir.Learning.Forests;
using Weir.Learning.Linear;
using Weir.Learning.Splitting;
using Weir.Learning.Trees;
using Weir.Pipeline.Tables.Training;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Training;

public sealed class TableSearchTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private const int Rows = 600;

    private static readonly TableCandidate Logistic = new("logistic", "l2 1", new LogisticParameters { Threads = 1 });
    private static readonly TableCandidate Forest = new("forest", "trees 20", new RandomForestParameters { Trees = 20, Threads = 1 });
    private static readonly TableCandidate Stump = new("tree", "depth 1", new DecisionTreeParameters { MaxDepth = 1, Threads = 1 });
    private static readonly TableCandidate Flat = new("forest", "trees 1, depth 1", new RandomForestParameters { Trees = 1, MaxDepth = 1, Threads = 1 });

    private readonly IReadOnlyList<FoldRows> _folds = Folds(Checkered());

    [Fact]
    public void What_learns_the_table_best_is_chosen_with_its_margin()
    {
        var choice = Search([Logistic, Stump, Forest]);
        Assert.Contains(choice.Winner.Candidate.Family, (string[])["forest", "average", "stack"]);
        Assert.True(choice.Winner.Accuracy.Mean > 0.8, $"{choice.Winner.Accuracy}");
        Assert.True(choice.Margin.Mean >= 0 && choice.Margin.Low <= choice.Margin.Mean);
        Assert.Equal(choice.Trials.Max(trial => trial.Mean.Mean), choice.Winner.Mean.Mean);
    }

    [Fact]
    public void The_same_rows_give_the_same_choice()
    {
        var (one, other) = (Search([Logistic, Stump, Forest]), Search([Logistic, Stump, Forest]));
        Assert.Equal(one.Trials.Select(trial => (trial.Candidate.ToString(), trial.Mean)), other.Trials.Select(trial => (trial.Candidate.ToString(), trial.Mean)));
    }

    [Fact]
    public void Who_lies_far_behind_is_given_up_but_never_the_best_of_his_family()
    {
        var choice = Search([Logistic, Forest, Flat]);
        Assert.Equal(1, choice.GivenUp);
        Assert.Equal((Flat, 2), (choice.Trials[^1].Candidate, choice.Trials[^1].Folds.Count));
        Assert.Equal(_folds.Count, choice.Trials.Single(trial => trial.Candidate == Logistic).Folds.Count);
    }

    [Fact]
    public void An_average_is_judged_as_the_model_that_it_becomes()
    {
        var choice = Search([Logistic, Forest]);
        var trial = choice.Trials.Single(trial => trial.Candidate.Family == "average");
        var fitted = ((AverageParameters)trial.Candidate.Learner).Fit(_folds[1].Train, null, Ct);
        Assert.Equal(FoldFigures.Of(fitted.Scores(_folds[1].Test, null, Ct), _folds[1].Test.Labels), trial.Folds[1]);
    }

    [Fact]
    public void A_stack_is_judged_as_the_model_that_it_becomes()
    {
        var choice = Search([Logistic, Forest]);
        var trial = choice.Trials.Single(trial => trial.Candidate.Family == "stack");
        var fitted = trial.Candidate.Learner.Fit(_folds[1].Train, null, Ct);
        Assert.Equal(FoldFigures.Of(fitted.Scores(_folds[1].Test, null, Ct), _folds[1].Test.Labels), trial.Folds[1]);
    }

    [Fact]
    public void Boosted_trees_that_share_a_fit_are_judged_as_if_fitted_alone()
    {
        var choice = Search([Boosted(20), Boosted(5), Boosted(10), Logistic]);
        foreach (var trial in choice.Trials.Where(trial => trial.Candidate.Family == "boosting"))
        {
            var fitted = trial.Candidate.Learner.Fit(_folds[1].Train, null, Ct);
            Assert.Equal(FoldFigures.Of(fitted.Scores(_folds[1].Test, null, Ct), _folds[1].Test.Labels), trial.Folds[1]);
        }

        Assert.Equal(3, choice.Trials.Count(trial => trial.Candidate.Family == "boosting"));
    }

    [Fact]
    public void The_same_learner_may_be_tried_under_two_names()
    {
        var choice = Search([Logistic, Stump, Stump with { Settings = "a stump" }]);
        Assert.Single(choice.Trials.Where(trial => trial.Candidate.Family == "tree").Select(trial => trial.Mean).Distinct());
        Assert.Equal(2, choice.Trials.Count(trial => trial.Candidate.Family == "tree"));
    }

    [Fact]
    public void A_tree_that_knows_its_rows_by_heart_is_called_overfit()
    {
        var deep = new TableCandidate("tree", "deep", new DecisionTreeParameters { Threads = 1 });
        var trial = new TableSearch(Folds(Noise()), TimeProvider.System).Run([deep], ct: Ct).Trials.Single(trial => trial.Candidate == deep);
        Assert.Equal("underfit", trial.Fit);
        Assert.True(trial.Gap > 0.3, $"{trial.Gap}");
        Assert.Equal("overfit", (trial with { Folds = [new(0.7, 0.7, 0.7)] }).Fit);
        Assert.Equal("fits", (trial with { Folds = [new(0.97, 0.97, 0.97)] }).Fit);
    }

    [Fact]
    public void The_grid_holds_every_family_that_such_projects_compare_and_forty_candidates()
    {
        var grid = CandidateGrid.For(30);
        Assert.True(grid.Count >= 42, $"{grid.Count}");
        Assert.Equal(["adaboost", "boosting", "extra-trees", "forest", "k-nn", "logistic", "svm", "tree"], grid.Select(candidate => candidate.Family).Distinct().Order());
        Assert.Equal(grid.Count, grid.Select(candidate => candidate.ToString()).Distinct().Count());
    }

    private static TableCandidate Boosted(int trees) =>
        new("boosting", $"trees {trees}", new BoostedTreesParameters { Trees = trees, MinRowsInLeaf = 5, RowSample = 0.7, Threads = 1 });

    private TableChoice Search(IReadOnlyList<TableCandidate> candidates) => new TableSearch(_folds, TimeProvider.System).Run(candidates, ct: Ct);

    private static IReadOnlyList<FoldRows> Folds(Dataset data) =>
        [.. Fold.Grouped(data.Groups, 4, 1).Select(fold => new FoldRows(data.Take(fold.Train), data.Take(fold.Test)))];

    // A board of four fields: no line parts it, a tree does.
    private static Dataset Checkered() => Of((x, y, _) => x > 0.5 != y > 0.5);

    private static Dataset Noise() => Of((_, _, random) => random.NextDouble() < 0.5);

    private static Dataset Of(Func<double, double, Random, bool> label)
    {
        var random = new Random(5);
        var (columns, labels, weights) = ((float[][])[new float[Rows], new float[Rows]], new byte[Rows], new float[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            (columns[0][i], columns[1][i], weights[i]) = (random.NextSingle(), random.NextSingle(), 1);
            labels[i] = label(columns[0][i], columns[1][i], random) ? (byte)1 : (byte)0;
        }

        return new Dataset(["x", "y"], columns, labels, weights, [.. Enumerable.Range(0, Rows)]);
    }
}
