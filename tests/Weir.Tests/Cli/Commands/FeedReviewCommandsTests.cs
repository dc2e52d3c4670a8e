using Weir.Pipeline.Labeling;
using Weir.Storage;
using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class FeedReviewCommandsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public FeedReviewCommandsTests()
    {
        using var store = WeirStore.Open(_directory.Path, TimeProvider.System);
        using (var writer = store.Imports.Begin("f", "x"))
        {
            writer.Add(new Observation("honest", "http://popular.test/a", "popular.test/a", "popular.test", true, null, null));
            writer.Finish("done");
        }

        FeedReview.Run(store, new LabelSettings(), _ => null, host => host == "popular.test", ct: TestContext.Current.CancellationToken);
        SampleLabeling.Run(store.Samples, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Conflicts_are_shown_defanged_with_their_reason_and_the_way_out()
    {
        var shown = await Run("feeds", "conflicts");
        Assert.Contains("hxxp://popular[.]test/a  honest says phishing (set aside: a popular site, and no other feed says so)", shown.Output);
        Assert.Contains("weir models gold add", shown.Output);
    }

    [Fact]
    public async Task A_feed_is_quarantined_and_released_by_hand_and_both_are_in_the_audit_log()
    {
        Assert.Equal(0, (await Run("feeds", "quarantine", "honest", "--reason", "a visitor")).ExitCode);
        Assert.Contains("QUARANTINED", (await Run("feeds", "standing")).Output);
        Assert.Contains("quarantined already", (await Run("feeds", "quarantine", "honest")).Error);
        Assert.Equal(0, (await Run("feeds", "release", "honest")).ExitCode);
        Assert.Contains("is not quarantined", (await Run("feeds", "release", "honest")).Error);
        Assert.Contains("No feed is named nobody", (await Run("feeds", "release", "nobody")).Error);
        using var store = WeirStore.Open(_directory.Path, TimeProvider.System);
        Assert.Equal(["feed.released", "feed.quarantined"], store.Audit.Recent(2).Select(entry => entry.Action));
    }

    [Fact]
    public async Task The_gold_set_is_filled_shown_and_emptied()
    {
        Assert.Contains("is empty", (await Run("models", "gold")).Output);
        Assert.Contains("settled as phishing", (await Run("models", "gold", "add", "hxxp://popular[.]test/a", "phishing")).Output);
        Assert.Contains("hxxp://popular[.]test/a", (await Run("models", "gold", "list")).Output);
        Assert.Contains("\"decision\":\"phishing\"", (await Run("check", "http://popular.test/a", "--format", "jsonl")).Output);
        Assert.Equal(0, (await Run("models", "gold", "add", "http://popular.test/a", "benign")).ExitCode);
        Assert.Contains("\"list\":\"allow\"", (await Run("check", "http://popular.test/a", "--format", "jsonl")).Output);
        Assert.Equal(2, (await Run("models", "gold", "add", "http://[", "phishing")).ExitCode);
        Assert.Equal(0, (await Run("models", "gold", "remove", "http://popular.test/a")).ExitCode);
        Assert.Contains("No entries", (await Run("lists", "show")).Output);
        Assert.Contains("not in the gold set", (await Run("models", "gold", "remove", "http://popular.test/a")).Error);
    }

    [Fact]
    public async Task Decisions_to_train_are_shown_with_their_reason()
    {
        Assert.Contains("Nothing was decided yet", (await Run("cycle", "decisions")).Output);
        using (var store = WeirStore.Open(_directory.Path, TimeProvider.System)) Weir.Pipeline.Triggers.TrainingTrigger.Look(store, new());
        Assert.Contains("balanced      Nothing is labelled yet", (await Run("cycle", "decisions")).Output);
    }

    private Task<CommandRun> Run(params string[] args) => CommandRun.Of([.. args, "--data", _directory.Path]);
}
