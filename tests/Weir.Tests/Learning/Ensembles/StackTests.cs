using Weir.Learning;
using Weir.Learning.Ensembles;
using Weir.Learning.Forests;
using Weir.Learning.Linear;
using Weir.Learning.Metrics;
using Weir.Learning.Trees;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Ensembles;

public sealed class StackTests
{
    private static readonly BoostedTreesParameters MetaTrees = new() { Trees = 20, MaxLeaves = 6, Threads = 1 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_meta_learner_sees_only_scores_of_rows_that_were_not_learned_from()
    {
        var data = Rows(90);
        // The member remembers the labels by group: a row that it has learned from would be answered by its label.
        var member = new ToyLearner(train => new Remembering([.. train.Groups]));
        var meta = new ToyLearner(_ => new ToyLinear([1], 0));
        new StackParameters { Members = [member], Meta = meta, Folds = 3 }.Fit(data, null, Cancel);
        Assert.Equal(4, member.Fits.Count);
        Assert.Equal(90, member.Fits[^1].Rows);
        Assert.Equal(90, meta.Fits[0].Rows);
        Assert.All(meta.Fits[0].Columns[0], score => Assert.Equal(0, score));
        Assert.Equal(data.Labels, meta.Fits[0].Labels);
    }

    [Fact]
    public void Forward_folds_score_each_row_by_earlier_ones()
    {
        var rows = Rows(80);
        var data = new Dataset(rows.FeatureNames, rows.Columns, rows.Labels, rows.Weights, [.. Enumerable.Range(0, 80)])
        {
            Times = [.. Enumerable.Range(0, 80).Select(i => (long)i)],
        };
        var member = new ToyLearner(train => new ToyLinear([0], train.Times!.Max()));
        var meta = new ToyLearner(_ => new ToyLinear([1], 0));
        new StackParameters { Members = [member], Meta = meta, Folds = 3, Forward = true }.Fit(data, null, Cancel);
        Assert.Equal(60, meta.Fits[0].Rows);
        Assert.All(meta.Fits[0].Columns[0].Zip(meta.Fits[0].Times!), pair => Assert.True(pair.First < pair.Second));
        var fault = Assert.Throws<ArgumentException>(() => new StackParameters { Members = [member], Meta = meta, Forward = true }.Fit(rows, null, Cancel));
        Assert.Contains("times", fault.Message);
    }

    [Fact]
    public void A_linear_meta_learner_gives_the_linear_terms()
    {
        var stack = new Stack([new ToyLinear([1, 0], 0.5), new ToyLinear([2, -1], 1)], new ToyLinear([0.5, 3], -1));
        var contributions = new double[2];
        var expected = stack.Explain([2, 4], contributions);
        Assert.Equal(-1 + 0.25 + 3, expected, 6);
        Assert.Equal(0.5 * 2 + 3 * 4, contributions[0], 5);
        Assert.Equal(3 * -4, contributions[1], 5);
        Assert.Equal(stack.Score([2, 4]), expected + contributions.Sum(), 9);
    }

    [Fact]
    public void Contributions_add_up_to_the_score_of_trees_over_trees()
    {
        var (data, stack) = Fitted(1);
        var contributions = new double[data.FeatureCount];
        for (var i = 0; i < 200; i++)
        {
            var row = Toy.Row(data, i);
            Assert.Equal(stack.Score(row), stack.Explain(row, contributions) + contributions.Sum(), 9);
            Assert.All(contributions, c => Assert.True(double.IsFinite(c)));
        }
    }

    [Fact]
    public void By_default_the_contributions_are_those_of_the_members_times_their_weights()
    {
        var data = Toy.Mixed(1500, 6, 19);
        AverageTests.Grouped(data);
        var stack = (Stack)new StackParameters { Members = [AverageTests.Trees(1), new LogisticParameters { Threads = 1 }] }.Fit(data, null, Cancel);
        var weights = ((LinearModel)stack.Meta).Weights.ToArray();
        var (all, trees, linear) = (new double[6], new double[6], new double[6]);
        for (var i = 0; i < 100; i++)
        {
            var row = Toy.Row(data, i);
            Assert.Equal(stack.Score(row), stack.Explain(row, all) + all.Sum(), 9);
            ((IExplained)stack.Members[0]).Explain(row, trees);
            ((IExplained)stack.Members[1]).Explain(row, linear);
            for (var f = 0; f < 6; f++) Assert.Equal(weights[0] * trees[f] + weights[1] * linear[f], all[f], 4);
        }
    }

    [Fact]
    public void Contributions_add_up_through_forests_whose_votes_are_no_log_odds()
    {
        var data = Toy.Mixed(1200, 6, 17);
        AverageTests.Grouped(data);
        ILearner[] members = [new RandomForestParameters { Trees = 12, Threads = 1 }, AverageTests.Trees(1)];
        var average = (Average)new AverageParameters { Members = members }.Fit(data, null, Cancel);
        var builder = new ModelFileBuilder();
        ClassifierFile.Save(average, builder, "a");
        var loaded = (Average)ClassifierFile.Load(ModelFile.Read(builder.Build("{}"), "test"), "a");
        var contributions = new double[6];
        for (var i = 0; i < 100; i++)
        {
            var row = Toy.Row(data, i);
            Assert.Equal(average.Score(row), loaded.Explain(row, contributions) + contributions.Sum(), 9);
        }
    }

    [Fact]
    public void A_stack_in_a_stack_is_saved_loaded_and_explained()
    {
        var (data, inner) = Fitted(1);
        var outer = new Stack([inner, inner.Members[0]], inner.Meta);
        var builder = new ModelFileBuilder();
        ClassifierFile.Save(outer, builder, "s");
        var loaded = (Stack)ClassifierFile.Load(ModelFile.Read(builder.Build("{}"), "test"), "s");
        var (mine, its) = (new double[data.FeatureCount], new double[data.FeatureCount]);
        var scores = outer.Scores(data, null, Cancel);
        for (var i = 0; i < 100; i++)
        {
            var row = Toy.Row(data, i);
            Assert.Equal(scores[i], loaded.Score(row));
            Assert.Equal(outer.Explain(row, mine), loaded.Explain(row, its));
            Assert.Equal(mine, its);
            Assert.Equal(outer.Score(row), loaded.Explain(row, its) + its.Sum(), 9);
        }
    }

    [Fact]
    public void The_threads_do_not_matter()
    {
        Assert.Equal(Bytes(Fitted(1).Stack), Bytes(Fitted(2).Stack));

        static byte[] Bytes(Stack stack)
        {
            var builder = new ModelFileBuilder();
            stack.Save(builder, "s");
            return builder.Build("{}");
        }
    }

    [Fact]
    public void Two_views_of_the_rows_are_better_than_each()
    {
        var (data, test) = (Toy.Mixed(6000, 8, 21), Toy.Mixed(4000, 8, 22));
        AverageTests.Grouped(data);
        ILearner[] members = [new Half(0), new Half(1)];
        var stack = (Stack)new StackParameters { Members = members, Meta = MetaTrees }.Fit(data, null, Cancel);
        var alone = stack.Members.Max(member => RankingMetrics.RocAuc(member.Scores(test, null, Cancel), test.Labels));
        Assert.True(RankingMetrics.RocAuc(stack.Scores(test, null, Cancel), test.Labels) > alone + 0.02);
    }

    [Fact]
    public void A_fold_of_one_class_is_named()
    {
        var data = Toy.Of([[1, 2, 3, 4]], [1, 0, 0, 0]);
        (data.Groups[0], data.Groups[1], data.Groups[2]) = (1, 2, 3);
        var learner = new StackParameters { Members = [AverageTests.Trees(1)], Meta = MetaTrees };
        var fault = Assert.Throws<ArgumentException>(() => learner.Fit(data, null, Cancel));
        Assert.Contains("of 2 has no row of class 1", fault.Message);
    }

    [Fact]
    public void What_cannot_be_explained_is_named()
    {
        var stack = new Stack([new ToyLinear([1], 0), new Remembering([])], new ToyLinear([1, 1], 0));
        var fault = Assert.Throws<NotSupportedException>(() => stack.Explain([1], new double[1]));
        Assert.Contains("Member 1", fault.Message);
        Assert.Throws<ArgumentException>(() => stack.Explain([1, 2], new double[1]));
    }

    private static (Dataset Data, Stack Stack) Fitted(int threads)
    {
        var data = Toy.Mixed(1500, 6, 13);
        AverageTests.Grouped(data);
        ILearner[] members = [AverageTests.Trees(1) with { Threads = threads }, AverageTests.Trees(2) with { Threads = threads }];
        return (data, (Stack)new StackParameters { Members = members, Meta = MetaTrees with { Threads = threads } }.Fit(data, null, Cancel));
    }

    private static Dataset Rows(int rows)
    {
        var data = Toy.Of([[.. Enumerable.Range(0, rows).Select(i => (float)(i / 3))]], [.. Enumerable.Range(0, rows).Select(i => (byte)(i / 3 % 2))]);
        AverageTests.Grouped(data);
        return data;
    }

    /// <summary>1 for a row of a known group (which is its first feature), else 0.</summary>
    private sealed class Remembering(HashSet<int> groups) : IClassifier
    {
        public int FeatureCount => 1;

        public double Score(ReadOnlySpan<float> row) => groups.Contains((int)row[0]) ? 1 : 0;

        public void Save(ModelFileBuilder builder, string prefix) => throw new NotSupportedException();
    }

    /// <summary>Trees that see only every second feature.</summary>
    private sealed record Half(int Odd) : ILearner
    {
        public IClassifier Fit(Dataset train, Dataset? validation = null, CancellationToken ct = default)
        {
            float[][] columns = [.. train.Columns.Select((column, f) => f % 2 == Odd ? column : new float[column.Length])];
            ILearner trees = AverageTests.Trees(1) with { Trees = 60 };
            return trees.Fit(new Dataset(train.FeatureNames, columns, train.Labels, train.Weights, train.Groups), null, ct);
        }
    }
}
