using Weir.Learning.Splitting;
using Weir.Learning.Trees;
using Weir.Learning.Tuning;
using Weir.Tests.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Tuning;

public sealed class SuccessiveHalvingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_best_is_found_and_proved_on_the_last_fold()
    {
        var report = Run(new ToyTask(), new() { Fits = 1000 });
        Assert.Null(report.Cut);
        Assert.InRange(report.Winner.Number("x", 0), 0.6, 0.8);
        Assert.True(report.IsBetter);
        Assert.Equal([27, 10, 4], report.Rungs.Select(rung => rung.Candidates));
        Assert.Equal([1 / 9.0, 1 / 3.0, 1], report.Rungs.Select(rung => rung.Share), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(2 * (27 + 10 + 4) + 2, report.Fits);
        Assert.Equal(report.Fits - 2, report.Rungs.Sum(rung => rung.Fits));
        Assert.Equal(27, report.Tried.Count);
        Assert.Equal(3, report.Tried[0].Objectives.Count);
    }

    [Fact]
    public void A_budget_of_fits_is_kept_and_gives_the_same_in_every_run()
    {
        var first = Run(new ToyTask(), new() { Fits = 40 });
        Assert.Contains("allows", first.Cut);
        Assert.InRange(first.Fits, 30, 40);
        Assert.Equal(TuningText.Markdown(first), TuningText.Markdown(Run(new ToyTask(), new() { Fits = 40 })));
        Assert.NotEqual(TuningText.Markdown(first), TuningText.Markdown(Run(new ToyTask(), new() { Fits = 40, Seed = 2 })));
    }

    [Fact]
    public void A_budget_of_time_is_kept_by_trying_fewer()
    {
        var report = Run(new ToyTask { Cost = 9 }, new() { Time = TimeSpan.FromSeconds(120) });
        Assert.InRange(report.Seconds, 60, 120);
        Assert.Equal($"The budget allows {report.Tried.Count} candidates, not 27.", report.Cut);
        Assert.Equal(3, report.Rungs.Count);
    }

    [Fact]
    public void Fits_that_take_longer_than_foretold_end_the_search_where_the_report_says()
    {
        // The first rung is cheap, the whole resource is not.
        var task = new Slow(new ToyTask { Cost = 1 }, 30);
        var report = Run(task, new() { Time = TimeSpan.FromSeconds(60) }, task.Inner.Time);
        Assert.Contains("ran out at rung", report.Cut);
        Assert.NotEqual(0, report.Winner.Index);
        Assert.NotEmpty(report.Gains);
    }

    [Fact]
    public void A_time_for_nothing_but_the_default_says_so()
    {
        var report = Run(new ToyTask { Cost = 100 }, new() { Time = TimeSpan.FromSeconds(1) });
        Assert.Equal("The budget allows no candidate beside the default.", report.Cut);
        Assert.Equal(0, report.Winner.Index);
        Assert.Empty(report.Gains);
        Assert.False(report.IsBetter);
    }

    [Fact]
    public void A_default_that_is_best_stays()
    {
        var report = Run(new ToyTask { Start = 0.7 }, new() { Fits = 100, Candidates = 9 });
        Assert.Equal(0, report.Winner.Index);
        Assert.Contains("Nothing tried was better", TuningText.Markdown(report));
    }

    [Fact]
    public void The_report_reads_as_it_did()
    {
        var text = TuningText.Markdown(Run(new ToyTask { Cost = 1 }, new() { Fits = 20, Candidates = 4, LeastShare = 0.5, Factor = 2 }));
        Assert.Equal(Golden, text);
    }

    [Fact]
    public void Learners_are_tuned_over_rows_or_over_their_own_work_at_any_number_of_threads()
    {
        var data = Toy.Mixed(3000, 8, 4);
        for (var i = 0; i < data.Rows; i++) data.Groups[i] = i / 3;
        var folds = Fold.Grouped(data.Groups, 3, 1);
        var space = new SearchSpace(Dimension.LogInt("leaves", 2, 64), Dimension.Log("rate", 0.01, 0.5));
        TuningReport Tune(int threads, TuningResource resource) => Run(new DatasetTask(data, folds, (candidate, share) => new BoostedTreesParameters
        {
            Trees = (int)(30 * share),
            MaxLeaves = candidate.Int("leaves", 2),
            LearningRate = candidate.Number("rate", 0.01),
            Threads = threads,
        }, resource), new() { Fits = 30, Candidates = 6, LeastShare = 0.3 }, null, space);
        foreach (var resource in Enum.GetValues<TuningResource>())
        {
            var report = Tune(1, resource);
            Assert.True(report.IsBetter);
            var again = Tune(2, resource);
            Assert.Equal(report.Gains, again.Gains);
            Assert.Equal(report.Tried.SelectMany(tried => tried.Objectives), again.Tried.SelectMany(tried => tried.Objectives));
        }
    }

    [Fact]
    public void What_cannot_work_is_named()
    {
        Assert.Contains("0 seconds", Fault(new ToyTask(), new() { Time = TimeSpan.Zero }));
        Assert.Contains("0 fits", Fault(new ToyTask(), new() { Fits = 0 }));
        Assert.Contains("the least is 6", Fault(new ToyTask(), new() { Fits = 5 }));
        Assert.Contains("no budget", Fault(new ToyTask(), new()));
        Assert.Contains("Candidates 1", Fault(new ToyTask(), new() { Fits = 9, Candidates = 1 }));
        Assert.Contains("there are 1", Fault(new ToyTask { FoldCount = 1 }, new() { Fits = 9 }));
        var data = Toy.Of([[1, 2, 3, 4]], [0, 0, 1, 1]);
        Fold[] folds = [new([0, 2], [1, 3]), new([0, 2], [1])];
        Assert.Contains("Fold 2 of 2 is judged on 1 rows, none of class 1",
            Fault(new DatasetTask(data, folds, (_, _) => new BoostedTreesParameters()), new() { Fits = 9 }));
        Fold[] oneSided = [new([0], [1, 3]), new([0, 2], [1, 3])];
        Assert.Contains("Candidate default cannot be fitted on fold 1: Trees need rows of both classes",
            Fault(new DatasetTask(data, oneSided, (_, _) => new BoostedTreesParameters(), TuningResource.Learner), new() { Fits = 9 }));
    }

    private const string Golden = """
        Tuned for ROC-AUC: 16 fits in 12.0 s, seed 1.

        Winner: candidate 2: x 0.6367, noise b.

        On the last fold, which chose nothing (95 % interval over groups):

        | figure | default | winner | gain | interval |
        |---|---|---|---|---|
        | ROC-AUC | 0.8868 | 0.9952 | +0.1084 | +0.0788 to +0.1459 |
        | TPR at 1 % FPR | 0.5600 | 0.9133 | +0.3533 | +0.2665 to +0.4335 |
        | TPR at 0.1 % FPR | 0.5533 | 0.9000 | +0.3467 | +0.2667 to +0.4333 |

        The winner is better: the interval excludes zero.

        | rung | share of the resource | candidates | fits | seconds |
        |---|---|---|---|---|
        | 1 | 0.500 | 4 of 4 | 8 | 4.0 |
        | 2 | 1.000 | 3 of 3 | 6 | 6.0 |

        | ROC-AUC by rung | candidate |
        |---|---|
        | 0.9551, 0.9893 | 2: x 0.6367, noise b |
        | 0.9454, 0.9816 | 3: x 0.4411, noise a |
        | 0.8572, 0.9258 | default |
        | 0.9443 | 1: x 0.5681, noise b |

        """;

    private static string Fault(ITuningTask task, HalvingParameters p) => Assert.Throws<ArgumentException>(() => Run(task, p)).Message;

    private static TuningReport Run(ITuningTask task, HalvingParameters p, TimeProvider? time = null, SearchSpace? space = null) =>
        SuccessiveHalving.Run(task, space ?? ToyTask.Space, p, time ?? (task as ToyTask)?.Time ?? new Weir.Tests.Support.FakeTime(), null, Cancel);

    /// <summary>Takes so many seconds more when the whole resource is used.</summary>
    private sealed class Slow(ToyTask inner, double seconds) : ITuningTask
    {
        public ToyTask Inner => inner;

        public int FoldCount => inner.FoldCount;

        public JudgedRows Judged(int fold) => inner.Judged(fold);

        public double[] Scores(Candidate candidate, int fold, double share, CancellationToken ct)
        {
            if (share == 1) inner.Time.Advance(TimeSpan.FromSeconds(seconds));
            return inner.Scores(candidate, fold, share, ct);
        }
    }
}
