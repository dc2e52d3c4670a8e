using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Storage.Models;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class ShadowJudgeTests : StoreTests
{
    private DeploymentPlan _plan = new() { Mode = "shadow", ShadowLength = TimeSpan.FromHours(24), LeastLabelled = 100 };

    protected ShadowJudgeTests(StoreKind kind) : base(kind)
    {
        ToyModels.Champion(Store, "v1", finds: 0.7);
    }

    [Fact]
    public void It_goes_on_until_its_time_is_over_and_is_promoted_when_nothing_speaks_against_it()
    {
        Begin(0.9);
        Assert.Empty(Look());
        Time.Advance(TimeSpan.FromHours(24));
        var finding = Assert.Single(Look());
        Assert.Equal((FindingKind.Promoted, "v2"), (finding.Kind, finding.Subject));
        Assert.Contains("no live subject came", finding.Sentence);
        Assert.Equal("v2", Store.Models.Champion()!.Version);
        Assert.Empty(Look());
    }

    [Fact]
    public void Enough_live_subjects_decide_it_earlier()
    {
        _plan = _plan with { ShadowSubjects = 500 };
        var id = Begin(0.9);
        Store.Deployments.Saw(id, new ShadowCounts(500, 495, 3, 2, 0, 10, 1, 5), []);
        Assert.Contains("99 % decided alike, 1 % turned", Assert.Single(Look()).Sentence);
        Assert.Equal("v2", Store.Models.Champion()!.Version);
    }

    [Fact]
    public void One_that_turns_too_many_verdicts_is_dropped_at_once_by_name()
    {
        var id = Begin(0.9);
        Store.Deployments.Saw(id, new ShadowCounts(1000, 800, 150, 50, 0, 0, 1, 5), []);
        Dropped("would turn 20 % of 1,000 live verdicts (150 to phishing, 50 from it)");
    }

    [Fact]
    public void One_that_fails_on_live_subjects_is_dropped_at_once()
    {
        Store.Deployments.Saw(Begin(0.9), new ShadowCounts(300, 300, 0, 0, 30, 0, 0, 0), []);
        Dropped("failed on 30 of 330 live subjects");
    }

    [Fact]
    public void One_that_is_worse_on_what_was_labelled_since_is_dropped()
    {
        Begin(0.4);
        Time.Advance(TimeSpan.FromHours(1));
        ToyModels.Label(Store, "later", 200, 100);
        Time.Advance(TimeSpan.FromHours(24));
        Dropped("on 300 rows labelled since it is worse than the champion");
    }

    [Fact]
    public void One_that_was_wrong_about_live_subjects_which_were_labelled_since_is_dropped()
    {
        var id = Begin(0.7);
        ToyModels.Label(Store, "live", 40, 0);
        Store.Deployments.Saw(id, new ShadowCounts(40, 10, 0, 0, 0, 0, 0, 0),
            [.. Enumerable.Range(0, 40).Select(i => new ShadowPair(SubjectHash.Of($"badlive{i}.test/"), 0.9, 0.5, 3, i < 30 ? 1 : 3))]);
        Time.Advance(TimeSpan.FromHours(24));
        Dropped("of 40 live subjects that were labelled since, only the champion was right about 30 and only it about 0");
    }

    [Fact]
    public void One_that_answers_a_share_is_dropped_when_its_answers_fail()
    {
        _plan = _plan with { Mode = "ab" };
        Begin(0.9);
        Store.Served.Add([Served("v1", 0), Served("v2", 20)]);
        Dropped("2 % of 1,000 answers failed");
    }

    [Fact]
    public void One_that_answers_a_share_is_promoted_after_enough_answers()
    {
        _plan = _plan with { Mode = "ab", ShadowSubjects = 1000 };
        Begin(0.9);
        Store.Served.Add([Served("v1", 1), Served("v2", 1)]);
        Assert.Contains("answered 1,000 subjects without complaint", Assert.Single(Look()).Sentence);
    }

    [Fact]
    public void One_whose_file_is_damaged_is_dropped_and_the_champion_stays()
    {
        Begin(0.9);
        File.WriteAllText(Place.File("models/v2.weir"), "cut");
        Dropped("v2.weir");
    }

    [Fact]
    public void A_promotion_by_hand_meanwhile_leaves_nothing_to_decide()
    {
        Begin(0.9);
        new ModelRegistry(Store).Promote("v2", "anna");
        Time.Advance(TimeSpan.FromHours(48));
        Assert.Empty(Look());
    }

    private static ServedFigures Served(string version, long faults) =>
        new() { Version = version, At = new FakeTime().GetUtcNow(), Answers = 1000, Faults = faults, Timed = 100, Micros = 1000 };

    private void Dropped(string reason)
    {
        var finding = Assert.Single(Look());
        Assert.Equal((FindingKind.ShadowDropped, "v2"), (finding.Kind, finding.Subject));
        Assert.Contains(reason, finding.Sentence);
        Assert.Equal("v1", Store.Models.Champion()!.Version);
        Assert.Equal("dropped", Store.Models.History(1)[0].Kind);
        Assert.Null(Store.Deployments.Running());
    }

    private long Begin(double finds)
    {
        ToyModels.Passed(Store, "v2", finds);
        Assert.True(new Deployer(Store, _plan).Deploy("v2", "weir").Done);
        return Store.Deployments.Running()!.Id;
    }

    private IReadOnlyList<Finding> Look() => new ShadowJudge(Store, _plan, ToyModels.Open).Look(Time.GetUtcNow(), TestContext.Current.CancellationToken);
}

public sealed class ShadowJudgeOnSqlite() : ShadowJudgeTests(StoreKind.Sqlite);

public sealed class ShadowJudgeOnPostgres() : ShadowJudgeTests(StoreKind.Postgres);
