using Weir.Tests.Server.Dashboard.Lists;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Feeds;

public sealed class FeedsPageTests
{
    [Fact]
    public async Task A_feed_is_added_paused_and_removed_by_forms()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        var page = await ListsPageTests.Send(server, "/feeds", "add", ("act", "add"), ("kind", "openphish"), ("feed", ""), ("Url", ""), ("Key", ""), ("Trust", "0.5"));
        Assert.Contains("href=\"/feeds/openphish\"", page);
        Assert.Contains("Switch on", await ListsPageTests.Send(server, "/feeds/openphish", "switch", ("act", "disable"), ("feed", "openphish")));
        Assert.DoesNotContain("href=\"/feeds/openphish\"", await ListsPageTests.Send(server, "/feeds/openphish", "remove", ("act", "remove"), ("feed", "openphish")));
    }

    [Fact]
    public async Task A_fault_of_the_settings_is_told_and_a_broken_file_too()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        Assert.Contains("must be an address", await ListsPageTests.Send(server, "/feeds", "add", ("act", "add"), ("kind", "lines"), ("feed", "x"), ("Url", "ftp://x.test/")));
        File.WriteAllText(Path.Combine(server.Store.DataDirectory, "weir.json"), "{ no json");
        Assert.Contains("weir.json", await server.Client.GetStringAsync("/feeds", TestContext.Current.CancellationToken));
        Assert.Equal(409, (int)(await server.Client.GetAsync("/v1/feeds", TestContext.Current.CancellationToken)).StatusCode);
    }
}
