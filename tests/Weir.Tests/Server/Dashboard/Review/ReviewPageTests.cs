using Weir.Detection;
using Weir.Pipeline;
using Weir.Pipeline.Review;
using Weir.Storage.Verdicts;
using Weir.Tests.Server.Dashboard.Lists;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Review;

public sealed class ReviewPageTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public async Task One_is_decided_by_its_button_and_many_by_their_ticks()
    {
        await using var server = await Start("a.example/", "b.example/", "c.example/<script>alert(1)</script>");
        var page = await server.Client.GetStringAsync("/review", TestContext.Current.CancellationToken);
        Assert.Contains("Waiting: 3", page);
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("href=\"http", page);
        Assert.Contains("One subject is decided", await ListsPageTests.Send(server, "/review", "decide", ("one", "benign:1"), ("list", "")));
        Assert.Contains("2 subjects are decided", await ListsPageTests.Send(server, "/review", "decide", ("all", "phishing"), ("pick", "2"), ("pick", "3"), ("list", "url")));
        Assert.Equal([false, true, true], server.Store.Gold.All().Select(gold => gold.IsPhishing));
        Assert.Equal(2, server.Store.Lists.All().Count);
    }

    [Fact]
    public async Task Nothing_picked_and_what_is_gone_are_told()
    {
        await using var server = await Start("a.example/");
        Assert.Contains("Pick at least one", await ListsPageTests.Send(server, "/review", "decide", ("all", "benign"), ("list", "")));
        Assert.Contains("No subject waits under the number 99", await ListsPageTests.Send(server, "/review", "decide", ("one", "benign:99"), ("list", "")));
        Assert.Empty(server.Store.Gold.All());
    }

    private async Task<ServerUnderTest> Start(params string[] canonicals)
    {
        var server = await ServerUnderTest.StartWithStore(time: _time);
        _time.Advance(TimeSpan.FromSeconds(2));
        var rows = canonicals.Select(canonical => new VerdictRow { At = _time.GetUtcNow(), Subject = "http://" + canonical, SubjectKey = SubjectHash.Of(canonical), Score = 0.5, Decision = Decision.Suspicious }).ToList();
        server.Store.Verdicts.Add(rows, rows.Count, 0, null);
        ReviewWatch.Run(server.Store, 0.5, TestContext.Current.CancellationToken);
        return server;
    }
}
