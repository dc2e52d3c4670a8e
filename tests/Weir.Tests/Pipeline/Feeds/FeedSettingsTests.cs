using Weir.Pipeline.Feeds;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds;

public sealed class FeedSettingsTests
{
    [Fact]
    public void A_feed_named_like_its_kind_needs_nothing_else()
    {
        var feed = Assert.Single(Read("Feeds:openphish:Kind=openphish"));
        Assert.Equal((true, true, 0.9), (feed.IsEnabled, feed.IsPhishing!.Value, feed.Trust));
        Assert.Equal("raw.githubusercontent.com", feed.Url!.Host);
    }

    [Fact]
    public void A_key_alone_switches_nothing_on_and_goes_into_the_address()
    {
        var feed = Assert.Single(Read("Feeds:phishtank:Key=s3cret"));
        Assert.False(feed.IsEnabled);
        Assert.Equal("https://data.phishtank.com/data/s3cret/online-valid.csv.gz", feed.Url!.AbsoluteUri);
        Assert.Equal("see https://x.test/***/", feed.Masked("see https://x.test/s3cret/"));
    }

    [Fact]
    public void Everything_can_be_said_otherwise()
    {
        var feed = Assert.Single(Read("Feeds:mine:Kind=CSV", "Feeds:mine:Url=http://10.0.0.5/list?k={key}", "Feeds:mine:Key=a&b", "Feeds:mine:Every=15m", "Feeds:mine:StaleAfter=2d",
            "Feeds:mine:Trust=50%", "Feeds:mine:Label=benign", "Feeds:mine:MaxRows=10", "Feeds:mine:Columns:Url=link", "Feeds:mine:Enabled=off"));
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromDays(2), 0.5, false, 10, false), (feed.Every, feed.StaleAfter, feed.Trust, feed.IsPhishing!.Value, feed.MaxRows, feed.IsEnabled));
        Assert.Equal("?k=a%26b", feed.Url!.Query);
    }

    [Theory]
    [InlineData("Feeds:mine:Url=http://x.test/", "Feeds:mine:Kind must be one of openphish, phishtank")]
    [InlineData("Feeds:mine:Kind=csv", "Feeds:mine:Url is needed")]
    [InlineData("Feeds:mine:Kind=lines|Feeds:mine:Key=secret", "Feeds:mine:Url is needed")]
    [InlineData("Feeds:openphish:Url=ftp://user:secret@x.test/", "Feeds:openphish:Url must be an address that begins with http:// or https://.")]
    [InlineData("Feeds:openphish:Url=https://x.test/{key}", "Feeds:openphish:Key is needed")]
    [InlineData("Feeds:cloudflare-radar:Enabled=true", "Feeds:cloudflare-radar:Key is needed")]
    [InlineData("Feeds:openphish:Evry=1h", "Feeds:openphish:Evry is not a setting of Weir")]
    [InlineData("Feeds:openphish:Columns:Url=x", "Feeds:openphish:Columns:Url is not a setting of Weir")]
    [InlineData("Feeds:../x:Kind=openphish", "has a name that cannot be used")]
    [InlineData("Feeds:openphish:Trust=7000", "Feeds:openphish:Trust must be a share")]
    public void A_setting_that_cannot_be_used_is_told_without_its_secrets(string setting, string told)
    {
        var faults = new List<string>();
        Assert.Empty(FeedSettings.From(All(setting.Split('|')), faults));
        Assert.Contains(told, Assert.Single(faults), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", faults[0], StringComparison.Ordinal);
    }

    private static IReadOnlyList<FeedSettings> Read(params string[] settings)
    {
        var faults = new List<string>();
        var feeds = FeedSettings.From(All(settings), faults);
        Assert.Empty(faults);
        return feeds;
    }

    private static Dictionary<string, string> All(params string[] settings) =>
        settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
}
