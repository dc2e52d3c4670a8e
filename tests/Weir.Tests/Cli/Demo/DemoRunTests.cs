using System.Text.RegularExpressions;
using Weir.Cli.Demo;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Demo;

/// <summary>Replays weeks of a made-up world through the real loop: feeds over HTTP, labels, gates, deployment, watch and alerts.</summary>
public sealed partial class DemoRunTests
{
    [Fact]
    public async Task Six_weeks_hold_all_that_a_loop_must_live_through()
    {
        using var directory = new TempDirectory();
        var story = await Live(directory, 2, DemoRun.Days);
        foreach (var event_ in (string[])["is not in the format that its kind reads", "could not be fetched", "is quarantined", "is not promoted", "is the champion: all gates passed", "was taken back", "  watch     "])
            Assert.Contains(event_, story);
        using var store = WeirStore.Open(directory.Path, new FakeTime());
        Assert.NotNull(store.Models.Champion());
        Assert.Null(store.Cycles.Unfinished());
        Assert.Null(store.Audit.FirstBroken());
        Assert.Equal(store.Cycles.Count(), store.Cycles.Count("promoted") + store.Cycles.Count("refused") + store.Cycles.Count("skipped"));
        Assert.Contains(store.Alerts.Recent(1_000), alert => alert.Kind == "feed-quarantined");
        Assert.True(Directory.GetFiles(Path.Combine(directory.Path, "models")).Length <= 20);
    }

    [Fact]
    public async Task One_seed_is_one_history_and_another_seed_is_another()
    {
        using var first = new TempDirectory();
        using var second = new TempDirectory();
        using var other = new TempDirectory();
        var story = await Live(first, 5, 3);
        Assert.Equal(story, await Live(second, 5, 3));
        Assert.NotEqual(story, await Live(other, 6, 3));
    }

    private static async Task<string> Live(TempDirectory directory, ulong seed, int days)
    {
        var output = new StringWriter();
        await new DemoRun(seed, directory.Path, output, days).RunAsync(TestContext.Current.CancellationToken);
        return Port().Replace(output.ToString(), "127.0.0.1");
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port();
}
