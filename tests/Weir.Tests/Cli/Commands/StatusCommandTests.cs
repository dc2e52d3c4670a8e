using System.Text.Json;
using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Storage;
using Weir.Storage.Training;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class StatusCommandTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_directory_says_that_nothing_has_happened_yet()
    {
        var run = await CommandRun.Of("status", "--data", _folder.Path);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("last sync     never", run.Output, StringComparison.Ordinal);
        Assert.Contains("feeds         none set up (`weir feeds add openphish`); the drop folder is watched\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("alerts        0 critical, 0 to look at, 0 for information", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_loop_is_told_with_its_last_look_and_what_needs_a_person()
    {
        Fill();
        var run = await CommandRun.Of("status", "--data", _folder.Path);
        Assert.Contains("last look     2025-06-01 12:00, wait: 3 samples are too few.", run.Output, StringComparison.Ordinal);
        Assert.Contains("in quarantine: shady", run.Output, StringComparison.Ordinal);
        Assert.Contains("alerts        0 critical, 1 to look at, 0 for information; see `weir alerts`", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feeds_that_are_set_up_are_counted_without_the_drop_folder()
    {
        Assert.Equal("", (await CommandRun.Of("feeds", "add", "openphish", "--data", _folder.Path)).Error);
        Assert.Contains("feeds         1 on, 0 not well; the drop folder is watched\n", (await CommandRun.Of("status", "--data", _folder.Path)).Output, StringComparison.Ordinal);
        Assert.Equal("", (await CommandRun.Of("feeds", "disable", "openphish", "--data", _folder.Path)).Error);
        var loop = JsonDocument.Parse((await CommandRun.Of("status", "--json", "--data", _folder.Path)).Output).RootElement.GetProperty("loop");
        Assert.Equal((0, true), (loop.GetProperty("feeds").GetInt32(), loop.GetProperty("dropFolder").GetBoolean()));
    }

    [Fact]
    public async Task The_loop_stands_in_the_JSON_too()
    {
        Fill();
        var run = await CommandRun.Of("status", "--json", "--data", _folder.Path);
        var loop = JsonDocument.Parse(run.Output).RootElement.GetProperty("loop");
        Assert.Equal("shady", Assert.Single(loop.GetProperty("quarantinedFeeds").EnumerateArray()).GetString());
        Assert.Equal(1, loop.GetProperty("alerts").GetProperty("warning").GetInt32());
        Assert.False(loop.GetProperty("lastDecision").GetProperty("train").GetBoolean());
        Assert.Equal(JsonValueKind.Null, loop.GetProperty("shadow").ValueKind);
    }

    private void Fill()
    {
        using var store = WeirStore.Open(_folder.Path, new FakeTime());
        store.Feeds.Configure("shady", 0.7);
        Assert.True(store.Standings.Quarantine("shady", "It strays.", "test"));
        store.Trainings.Record(new TrainingDecisionRecord { At = store.Time.GetUtcNow(), Kind = "wait", Reason = "3 samples are too few.", Preset = "balanced" });
        new AlertLog(store, new AlertSettings()).Raise([new Finding(FindingKind.FeedStale, FindingLevel.Warning, "openphish", "Nothing new for 3 days.")]);
    }
}
