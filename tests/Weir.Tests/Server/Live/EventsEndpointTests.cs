using System.Net;
using Weir.Server.Live;
using Xunit;

namespace Weir.Tests.Server.Live;

public sealed class EventsEndpointTests
{
    [Fact]
    public async Task A_page_hears_the_topics_and_the_line_ends_with_the_server()
    {
        var server = await ServerUnderTest.Start();
        using var response = await server.Client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("retry: 3000", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(": listening", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
        server.Part<LiveEvents>().Publish("jobs");
        Assert.Equal("", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("data: jobs", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task What_was_told_since_the_page_was_made_comes_first()
    {
        await using var server = await ServerUnderTest.Start();
        var events = server.Part<LiveEvents>();
        events.Publish("models");
        var page = await server.Client.GetStringAsync("/login", TestContext.Current.CancellationToken);
        Assert.Contains($"data-told=\"{events.Now}\"", page, StringComparison.Ordinal);
        var since = events.Now;
        events.Publish("jobs");
        using var response = await server.Client.GetAsync($"/events?since={since}", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        string? line = null;
        while (line?.StartsWith("data: ", StringComparison.Ordinal) is not true) line = await lines.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Equal("data: jobs", line);
    }

    [Fact]
    public void One_caller_has_so_many_seats_and_gets_them_back()
    {
        var seats = new ListenerSeats();
        var taken = Enumerable.Range(0, ListenerSeats.EachMay).Select(_ => seats.Take("main/anna")).ToList();
        Assert.All(taken, Assert.NotNull);
        Assert.Null(seats.Take("main/anna"));
        Assert.NotNull(seats.Take("main/berta"));
        taken[0]!.Dispose();
        taken[0]!.Dispose();
        Assert.NotNull(seats.Take("main/anna"));
        Assert.Null(seats.Take("main/anna"));
    }

    [Fact]
    public async Task More_pages_than_seats_get_the_way_out()
    {
        await using var server = await ServerUnderTest.Start();
        var pages = new List<HttpResponseMessage>();
        for (var i = 0; i <= ListenerSeats.EachMay; i++)
            pages.Add(await server.Client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken));
        Assert.All(pages.SkipLast(1), page => Assert.Equal(HttpStatusCode.OK, page.StatusCode));
        Assert.Equal(HttpStatusCode.TooManyRequests, pages[^1].StatusCode);
        pages.ForEach(page => page.Dispose());
    }
}
