using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Learning;
using Weir.Server;
using Weir.Server.Models;
using Weir.Storage;
using Xunit;

namespace Weir.Tests.Server.Models;

public sealed class DetectorFeedTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("weir-feed").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void Without_any_model_everything_is_unknown_and_the_reason_is_named()
    {
        using var feed = Feed("missing.weir");
        var served = feed.Look()!;
        Assert.Equal("none", served.Origin);
        Assert.Contains("No model", served.NotReady);
        Assert.Equal(Decision.Unknown, served.Check("http://www.example.com/", Explain.Top).Decision);
        Assert.Null(feed.Look());
    }

    [Fact]
    public void Looking_writes_nothing()
    {
        using var feed = Feed("missing.weir");
        feed.Look();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data));
    }

    [Fact]
    public void A_broken_baseline_is_refused_by_name()
    {
        File.WriteAllText(Path.Combine(_data, "broken.weir"), "not a model");
        using var feed = Feed("broken.weir");
        Assert.Contains("broken.weir", Assert.Throws<ModelFileException>(feed.Look).Message);
    }

    [Fact]
    public void A_list_that_changes_while_it_serves_is_honoured_from_the_next_look_on()
    {
        using var feed = Feed("missing.weir");
        feed.Look();
        using var store = WeirStore.Open(_data, TimeProvider.System);
        Assert.Null(feed.Look());
        store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Host, "bad.test", null, null), "test");
        Assert.Equal(Decision.Phishing, feed.Look()!.Check("http://bad.test/", Explain.Top).Decision);
        Assert.Null(feed.Look());
        store.Lists.Remove(ListKind.Block, ListScope.Host, "bad.test", "test");
        Assert.Equal(Decision.Unknown, feed.Look()!.Check("http://bad.test/", Explain.Top).Decision);
    }

    private DetectorFeed Feed(string baseline) =>
        new(new ServerOptions { DataDirectory = _data }, TimeProvider.System, Path.Combine(_data, baseline));
}
