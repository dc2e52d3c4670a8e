using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Gates;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class RollbackRuleTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void A_champion_that_calls_good_sites_phishing_is_taken_back_with_the_figure_and_the_limit()
    {
        Champions((0.8, 0), (0.9, 0.2));
        ToyModels.Label(Store, "later", 0, 400);
        var finding = Assert.Single(Look());
        Assert.Equal((FindingKind.RolledBack, FindingLevel.Critical, "v2"), (finding.Kind, finding.Level, finding.Subject));
        Assert.Contains("false positive rate on 400 rows that were labelled after its promotion", finding.Sentence);
        Assert.Contains("at most 0.01 is wanted", finding.Sentence);
        Assert.Equal("v1", Store.Models.Champion()!.Version);
        Assert.Equal("weir", Store.Reigns.LastRollback("v2")!.Actor);
    }

    [Fact]
    public void A_champion_that_finds_too_little_is_taken_back()
    {
        Champions((0.8, 0), (0.1, 0));
        ToyModels.Label(Store, "later", 300, 300);
        Assert.Contains("TPR at 1 % FPR", Assert.Single(Look()).Sentence);
        Assert.Equal("v1", Store.Models.Champion()!.Version);
    }

    [Fact]
    public void Too_few_rows_prove_nothing()
    {
        Champions((0.8, 0), (0.1, 0.5));
        ToyModels.Label(Store, "later", 150, 150);
        Assert.Empty(Look());
    }

    [Fact]
    public void Rows_that_were_labelled_before_its_promotion_prove_nothing()
    {
        ToyModels.Label(Store, "earlier", 300, 300);
        Time.Advance(TimeSpan.FromHours(1));
        Champions((0.8, 0), (0.1, 0.5));
        Assert.Empty(Look());
    }

    [Fact]
    public void When_the_version_before_does_no_better_the_champion_stays_and_a_person_is_told()
    {
        Champions((0.1, 0), (0.1, 0));
        ToyModels.Label(Store, "later", 300, 300);
        var finding = Assert.Single(Look());
        Assert.Equal(FindingKind.Drift, finding.Kind);
        Assert.Contains("a training is due", finding.Sentence);
        Assert.Equal("v2", Store.Models.Champion()!.Version);
    }

    [Fact]
    public void More_failing_answers_than_before_take_it_back()
    {
        Champions((0.8, 0), (0.8, 0));
        Store.Served.Add([Served("v1", -1, 2000, 1, 20), Served("v2", 1, 2000, 60, 20)]);
        Assert.Contains("3 % of 2,000 answers failed", Assert.Single(Look(minutes: 30)).Sentence);
        Assert.Equal("v1", Store.Models.Champion()!.Version);
    }

    [Fact]
    public void Much_slower_answers_than_before_take_it_back_and_a_single_slow_step_does_not()
    {
        Champions((0.8, 0), (0.8, 0));
        for (var step = 1; step <= 3; step++) Store.Served.Add([Served("v1", -step, 1000, 0, 20), Served("v2", step, 1000, 0, step == 1 ? 9000 : 20)]);
        Assert.Empty(Look(minutes: 60));
        for (var step = 4; step <= 9; step++) Store.Served.Add([Served("v2", step, 1000, 0, 9000)]);
        Assert.Contains("9,000 µs, against 20 µs before", Assert.Single(Look(minutes: 60)).Sentence);
    }

    [Fact]
    public void Versions_do_not_bounce_and_the_first_champion_stays()
    {
        Champions((0.1, 0.3), (0.8, 0), (0.8, 0.3));
        ToyModels.Label(Store, "later", 0, 400);
        Look();
        Assert.Equal("v2", Store.Models.Champion()!.Version);
        Store.Served.Add([Served("v2", 1, 5000, 500, 20), Served("v2", 100, 5000, 500, 20)]);
        Assert.Empty(Look(minutes: 60));
        Assert.NotEmpty(Look(minutes: 24 * 60));
        Assert.Equal("v1", Store.Models.Champion()!.Version);
        Store.Served.Add([Served("v1", 25 * 60 / 10, 5000, 500, 20)]);
        Assert.Empty(Look(minutes: 50 * 60));
    }

    [Fact]
    public void It_goes_to_the_last_version_whose_file_is_whole_and_can_be_switched_off()
    {
        Champions((0.8, 0), (0.8, 0), (0.9, 0.2));
        File.WriteAllText(Place.File("models/v2.weir"), "cut");
        ToyModels.Label(Store, "later", 0, 400);
        Assert.Empty(new RollbackRule(Store, new DeploymentPlan { Rollback = false }, new GateLimits(), ToyModels.Open).Look(Time.GetUtcNow(), TestContext.Current.CancellationToken));
        Look();
        Assert.Equal("v1", Store.Models.Champion()!.Version);
    }

    private void Champions(params (double Finds, double Alarms)[] figures)
    {
        for (var i = 0; i < figures.Length; i++) ToyModels.Champion(Store, $"v{i + 1}", figures[i].Finds, figures[i].Alarms);
    }

    // Steps of ten minutes from the promotion on; those before it have negative numbers.
    private static ServedFigures Served(string version, int step, long answers, long faults, long micros) =>
        new() { Version = version, At = new FakeTime().GetUtcNow().AddMinutes(10 * step), Answers = answers, Faults = faults, Timed = 100, Micros = 100 * micros };

    private IReadOnlyList<Finding> Look(int minutes = 0)
    {
        Time.Advance(TimeSpan.FromMinutes(minutes));
        return new RollbackRule(Store, new DeploymentPlan(), new GateLimits(), ToyModels.Open).Look(Time.GetUtcNow(), TestContext.Current.CancellationToken);
    }
}

public sealed class RollbackRuleOnSqlite() : RollbackRuleTests(StoreKind.Sqlite);

public sealed class RollbackRuleOnPostgres() : RollbackRuleTests(StoreKind.Postgres);
