using System.Text;
using Weir.Pipeline;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Feeds.Pages;
using Weir.Storage.Feeds;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds.Pages;

public sealed class PageFeedTests : IDisposable
{
    private readonly FeedWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Addresses_are_found_by_a_selector_on_all_pages()
    {
        _world.With("list", "page", "Label=phishing", "Selector=table.urls td:first-child", "Next=a.next");
        _world.Server.Answer = request => request.Path switch
        {
            "/list" => FeedReply.Text("<table class=urls><tr><td> http://a.test/<b>1</b> <td>x<tr><td>hxxp://b[.]test/2</table><a class=next href='?p=2'>more</a>"),
            "/list?p=2" => FeedReply.Text("<table class=urls><tr><td>http://c.test/3</table><a class=next href='/list'>back</a>"),
            _ => FeedReply.Of("404 Not Found"),
        };
        var fetch = await _world.FetchAsync();
        Assert.Equal((FetchOutcomes.Done, 3L, 3L), (fetch.Outcome, fetch.Counts.Read, fetch.Counts.Added));
        Assert.Equal(2, _world.Server.Requests.Count);
    }

    [Theory]
    [InlineData("a.u", null, "http://page.test/dir/rel,http://a.test/x?b=1&c=2")]
    [InlineData("a.u", "data-url", "d1,d2")]
    [InlineData("li", null, "one,two")]
    [InlineData("li > span, p:not(.no)", null, "one,p")]
    [InlineData("img", "src", "http://page.test/i.png")]
    public async Task Links_attributes_and_texts_are_read(string selector, string? attribute, string subjects)
    {
        const string Page = """
            <a class=u href=rel data-url=d1>x</a><a class=u href="http://a.test/x?b=1&amp;c=2" data-url=d2>y</a><a class=u href="mailto:x@example.org">z</a>
            <ul><li><span>one</span><li>two</ul><p>p<p class=no>q<img src=/i.png>
            """;
        var rows = (await new PageReading(new PageOptions(selector, attribute, null, 1)).ReadAsync(Page, new Uri("http://page.test/dir/list"), 1, TestContext.Current.CancellationToken)).Rows;
        Assert.Equal(subjects, string.Join(',', rows.Where(row => row.Fault is null && !row.IsLeftOut).Select(row => row.Subject)));
    }

    [Fact]
    public async Task A_page_on_which_nothing_is_found_has_changed()
    {
        _world.With("list", "page", "Label=phishing", "Selector=td.url").Answering(FeedReply.Text("<p>moved</p>"));
        var finding = Assert.Single((await _world.CollectAsync()).Findings);
        Assert.Equal(FindingKind.FeedFormat, finding.Kind);
        Assert.Contains("the selector td.url finds nothing on page 1; look at the page and set Selector anew", finding.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Selector", "td..url", "Feeds:list:Selector is not a CSS selector: 'td..url'.")]
    [InlineData("Next", ">", "Feeds:list:Next is not a CSS selector: '>'.")]
    [InlineData("Selector", " ", "Feeds:list:Selector is needed: the CSS selector of the elements that name the addresses, such as table.urls td.url.")]
    public void A_selector_that_is_none_is_told_at_start(string name, string value, string told)
    {
        var faults = new List<string>();
        var settings = new Dictionary<string, string> { ["Feeds:list:Kind"] = "page", ["Feeds:list:Url"] = "http://page.test/", ["Feeds:list:Selector"] = "a" };
        settings["Feeds:list:" + name] = value;
        FeedSettings.From(settings, faults);
        Assert.Contains(told, faults);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b><i>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<a href=x")]
    [InlineData("<!--")]
    [InlineData("<p class='")]
    public async Task Nesting_without_end_is_read_without_harm(string piece)
    {
        var page = "<div><a class=u href=http://first.test/>f</a>" + string.Concat(Enumerable.Repeat(piece, 3000));
        foreach (var selector in (string[])["a.u", "div p, a.u"])
        {
            var content = await new PageReading(new PageOptions(selector, null, null, 1)).ReadAsync(page, new Uri("http://page.test/"), 1, TestContext.Current.CancellationToken);
            Assert.Equal("http://first.test/", content.Rows[0].Subject);
        }
    }

    [Fact]
    public async Task Nesting_that_takes_too_long_is_given_up()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var page = string.Concat(Enumerable.Repeat("<div>", 1_000_000));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new PageReading(new PageOptions("a", null, null, 1)).ReadAsync(page, new Uri("http://page.test/"), 1, patience.Token));
    }

    [Fact]
    public async Task Any_text_is_read_without_an_exception()
    {
        var random = new Random(99);
        string[] pieces = ["<", ">", "</", "a", "div", " href=", "\"", "'", "http://", "x", "&amp;", "&#", "<!", "--", "[", "]", "<svg>", "<math>", "<template>", "<script>", "\0", "é"];
        var reading = new PageReading(new PageOptions("a, td", null, "a", 2));
        for (var i = 0; i < 1500; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(60); length > 0; length--) text.Append(pieces[random.Next(pieces.Length)]);
            await reading.ReadAsync(text.ToString(), new Uri("http://page.test/"), 1, TestContext.Current.CancellationToken);
        }
    }
}
