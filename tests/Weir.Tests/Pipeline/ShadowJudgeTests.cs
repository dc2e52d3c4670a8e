using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public sealed class ShadowJudgeTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;
    private DeploymentPlan _plan = new() { Mode = "shadow", ShadowLength = TimeSpan.FromHours(24), LeastLabelled = 100 };

    public ShadowJudgeTests()
    {
        _store = WeirStore.Open(_directory.Path, _time);
        ToyModels.Champion(_store, "v1", finds: 0.7);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void It_goes_on_until_its_time_is_over_and_is_promoted_when_nothing_speaks_against_it()
    {
        Begin(0.9);
        Assert.Empty(Look());
        _time.Advance(TimeSpan.FromHours(24));
        var finding = Assert.Single(Look());
        Assert.Equal((FindingKind.Promoted, "v2"), (finding.Kind, finding.Subject));
        Assert.Contains("no live subject came", finding.Sentence);
        Assert.Equal("v2", _store.Models.Champion()!.Version);
        Assert.Empty(Look());
    }

    [Fact]
    public void Enough_live_subjects_decide_it_earlier()
    {
        _plan = _plan with { ShadowSubjects = 500 };
        var id = Begin(0.9);
        _store.Deployments.Saw(id, new ShadowCounts(500, 495, 3, 2, 0, 10, 1, 5), []);
        Assert.Contains("99 % decided alike, 1 % turned", Assert.Single(Look()).Sentence);
        Assert.Equal("v2", _store.Models.Champion()!.Version);
    }

    [Fact]
    public void One_that_turns_too_many_verdicts_is_dropped_at_once_by_name()
    {
        var id = Begin(0.9);
        _store.Deployments.Saw(id, new ShadowCounts(1000, 800, 150, 50, 0, 0, 1, 5), []);
        Dropped("would turn 20 % of 1,000 live verdicts (150 to phishing, 50 from it)");
    }

    [Fact]
    public void One_that_fails_on_live_subjects_is_dropped_at_once()
    {
        _store.Deployments.Saw(Begin(0.9), new ShadowCounts(300, 300, 0, 0, 30, 0, 0, 0), []);
        Dropped("failed on 30 of 330 live subjects");
    }

    [Fact]
    public void One_that_is_worse_on_what_was_labelled_since_is_dropped()
    {
        Begin(0.4);
        _time.Advance(TimeSpan.FromHours(1));
        ToyModels.Label(_store, "later", 200, 100);
        _time.Advance(TimeSpan.FromHours(24));
        Dropped("on 300 rows labelled since it is worse than the champion");
    }

    [Fact]
    public void One_that_was_wrong_about_live_subjects_which_were_labelled_since_is_dropped()
    {
        var id = Begin(0.7);
        ToyModels.Label(_store, "live", 40, 0);
        _store.Deployments.Saw(id, new ShadowCounts(40, 10, 0, 0, 0, 0, 0, 0),
            [.. Enumerable.Range(0, 40).Select(i => new ShadowPair(SubjectHash.Of($"badlive{i}.test/"), 0.9, 0.5, 3, i < 30 ? 1 : 3))]);
        _time.Advance(TimeSpan.FromHours(24));
        Dropped("of 40 live subjects that were labelled since, only the champion was right about 30 and only it about 0");
    }

    [Fact]
    public void One_that_answers_a_share_is_dropped_when_its_answers_fail()
    {
        _plan = _plan with { Mode = "ab" };
        Begin(0.9);
        _store.Served.Add([Served("v1", 0), Served("v2", 20)]);
        Dropped("2 % of 1,000 answers failed");
    }

    [Fact]
    public void One_that_answers_a_share_is_promoted_after_enough_answers()
    {
        _plan = _plan with { Mode = "ab", ShadowSubjects = 1000 };
        Begin(0.9);
        _store.Served.Add([Served("v1", 1), Served("v2", 1)]);
        Assert.Contains("answered 1,000 subjects without complaint", Assert.Single(Look()).Sentence);
    }

    [Fact]
    public void One_whose_file_is_damaged_is_dropped_and_the_champion_stays()
    {
        Begin(0.9);
        File.WriteAllText(_directory.File("models/v2.weir"), "cut");
        Dropped("v2.weir");
    }

    [Fact]
    public void A_promotion_by_hand_meanwhile_leaves_nothing_to_decide()
    {
        Begin(0.9);
        new ModelRegistry(_store).Promote("v2", "anna");
        _time.Advance(TimeSpan.FromHours(48));
        Assert.Empty(Look());
    }

    private static ServedFigures Served(string version, long faults) =>
        new() { Version = version, At = new FakeTime().GetUtcNow(), Answers = 1000, Faults = faults, Timed = 100, Micros = 1000 };

    private void Dropped(string reason)
    {
        var finding = Assert.Single(Look());
        Assert.Equal((FindingKind.ShadowDropped, "v2"), (finding.Kind, finding.Subject));
        Assert.Contains(reason, finding.Sentence);
        Assert.Equal("v1", _store.Models.Champion()!.Version);
        Assert.Equal("dropped", _store.Models.History(1)[0].Kind);
        Assert.Null(_store.Deployments.Running());
    }

    private long Begin(double finds)
    {
        ToyModels.Passed(_store, "v2", finds);
        Assert.True(new Deployer(_store, _plan).Deploy("v2", "weir").Done);
        return _store.Deployments.Running()!.Id;
    }

    private IReadOnlyList<Finding> Look() => new ShadowJudge(_store, _plan, ToyModels.Open).Look(_time.GetUtcNow(), TestContext.Current.CancellationToken);
}
