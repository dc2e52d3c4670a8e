using Weir.Evidence.Browsing;
using Weir.Evidence.Http;
using Weir.Storage.Feeds;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds.Pages;

public sealed class RenderedPageTests : IDisposable
{
    private readonly FeedWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_page_that_its_scripts_build_is_read_in_Chromium()
    {
        using var inner = new FeedServer { Answer = _ => FeedReply.Text("secret", "Access-Control-Allow-Origin: *\r\n") };
        _world.With("list", "page", "Label=phishing", "Selector=ul li.u", "Browser=true");
        _world.Server.Answer = request => request.Path switch
        {
            "/list" => FeedReply.Text($$"""
                <!DOCTYPE html><ul></ul><script>
                async function load() {
                  let foreign = 'blocked';
                  try { foreign = await (await fetch('{{inner.Address("/inner")}}')).text(); } catch { }
                  for (const u of await (await fetch('/data.json')).json()) {
                    const li = document.createElement('li'); li.className = 'u'; li.textContent = u + '?' + foreign; document.querySelector('ul').append(li);
                  }
                }
                load();
                </script>
                """, "Content-Type: text/html\r\n"),
            "/data.json" => FeedReply.Text("[\"http://a.test/1\", \"http://b.test/2\"]", "Content-Type: application/json\r\n"),
            _ => FeedReply.Of("404 Not Found"),
        };
        var fetch = await _world.FetchAsync();
        Assert.Equal((FetchOutcomes.Done, 2L), (fetch.Outcome, fetch.Counts.Added));
        Assert.NotEmpty(_world.Store.Feeds.RawOf("a.test/1?blocked"));
        // Another place on this machine is none that the operator named.
        Assert.Empty(inner.Requests);
    }

    [Fact]
    public async Task Without_Chromium_the_way_out_is_told()
    {
        using var http = new GuardedHttp(_world.Time);
        var page = await ChromiumPage.RenderAsync(http, new Uri("http://page.test/"), new RenderBounds { Chromium = "/nowhere/chromium" }, TestContext.Current.CancellationToken);
        Assert.Equal("/nowhere/chromium is not there to build the page; install Chromium (Debian: apt-get install chromium), or set Browser=false", page.Fault);
    }
}
