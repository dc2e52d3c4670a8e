using System.Text;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Files;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds.Formats;

public sealed class FormatsTests
{
    [Theory]
    [InlineData("phish_id,url,phish_detail_url,submission_time,verified,verification_time,online,target\n1,\"http://a.test/?x=1,2\",http://p.test/1,2025-05-01T10:00:00+00:00,yes,2025-05-01T11:00:00+00:00,yes,PayPal\n2,http://b.test/,http://p.test/2,2025-05-02T10:00:00+00:00,no,,yes,Other\n3,http://c.test/,http://p.test/3,2025-05-03T10:00:00+00:00,yes,,yes,Other\n")]
    [InlineData("[{\"phish_id\":\"1\",\"url\":\"http:\\/\\/a.test\\/?x=1,2\",\"submission_time\":\"2025-05-01T10:00:00+00:00\",\"verified\":\"yes\",\"target\":\"PayPal\",\"details\":[{\"ip_address\":\"192.0.2.1\"}]},\n{\"phish_id\":\"2\",\"url\":\"http://b.test/\",\"verified\":\"no\"},{\"phish_id\":\"3\",\"url\":\"http://c.test/\",\"submission_time\":\"2025-05-03T10:00:00+00:00\",\"verified\":\"yes\",\"target\":\"Other\"}]")]
    public void PhishTank_is_read_as_csv_and_as_json(string text)
    {
        var rows = Parse("phishtank", text);
        Assert.Equal(["http://a.test/?x=1,2", "", "http://c.test/"], rows.Select(row => row.Subject));
        Assert.Equal([false, true, false], rows.Select(row => row.IsLeftOut));
        Assert.Equal(["PayPal", null, null], rows.Select(row => row.Target));
        Assert.Equal(new DateTimeOffset(2025, 5, 1, 10, 0, 0, TimeSpan.Zero), rows[0].SeenAt);
        Assert.Contains("a.test", rows[0].Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void Urlhaus_is_read_by_the_header_in_its_comments()
    {
        var rows = Parse("urlhaus", "################\n# URLhaus\n#\n# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter\n\"1\",\"2025-05-01 10:00:05\",\"http://a.test/x,y\",\"online\",\"\",\"malware_download\",\"elf,mirai\",\"https://u.test/1/\",\"me\"\n# Number of entries: 1\n");
        var row = Assert.Single(rows);
        Assert.Equal(("http://a.test/x,y", 5L, new DateTimeOffset(2025, 5, 1, 10, 0, 5, TimeSpan.Zero)), (row.Subject, row.Line, row.SeenAt!.Value));
    }

    [Theory]
    [InlineData("# \"first_seen_utc\",\"ioc_id\",\"ioc_value\",\"ioc_type\",\"threat_type\"\n\"2025-05-01 10:00:00\", \"1\", \"http://a.test/x\", \"url\", \"payload_delivery\", \"a, \"\"b\"\"\"\n\"2025-05-01 10:00:00\", \"2\", \"192.0.2.1:80\", \"ip:port\", \"botnet_cc\"\n\"2025-05-01 10:00:00\", \"3\", \"b.test\", \"domain\", \"botnet_cc\"\n")]
    [InlineData("{\"1\":[{\"ioc_value\":\"http:\\/\\/a.test\\/x\",\"ioc_type\":\"url\",\"first_seen_utc\":\"2025-05-01 10:00:00\"}],\"2\":[{\"ioc_value\":\"192.0.2.1:80\",\"ioc_type\":\"ip:port\"}],\"3\":[{\"ioc_value\":\"b.test\",\"ioc_type\":\"domain\"}]}")]
    [InlineData("{\"query_status\":\"ok\",\"data\":[{\"ioc\":\"http://a.test/x\",\"ioc_type\":\"url\",\"first_seen\":\"2025-05-01 10:00:00 UTC\"},{\"ioc\":\"192.0.2.1:80\",\"ioc_type\":\"ip:port\"},{\"ioc\":\"b.test\",\"ioc_type\":\"domain\"}]}")]
    public void ThreatFox_is_read_in_all_its_forms_and_other_indicators_are_left_out(string text)
    {
        var rows = Parse("threatfox", text);
        Assert.Equal(["http://a.test/x", "", "b.test"], rows.Select(row => row.Subject));
        Assert.Equal([false, true, false], rows.Select(row => row.IsLeftOut));
        Assert.Equal(new DateTimeOffset(2025, 5, 1, 10, 0, 0, TimeSpan.Zero), rows[0].SeenAt);
        Assert.True(rows[0].IsPhishing);
    }

    [Fact]
    public void Lists_of_certs_give_date_address_and_brand()
    {
        var row = Assert.Single(Parse("cert", "date,URL,description\n2025/05/01 10:00:00,https://a.test/login,Amazon\n"));
        Assert.Equal(("https://a.test/login", "Amazon", new DateTimeOffset(2025, 5, 1, 10, 0, 0, TimeSpan.Zero)), (row.Subject, row.Target, row.SeenAt!.Value));
    }

    [Theory]
    [InlineData("tranco", "1,example.org\r\n2,example.net\r\n")]
    [InlineData("cloudflare-radar", "domain\nexample.org\nexample.net\n")]
    public void Popular_domains_become_benign_homepages(string kind, string text)
    {
        var rows = Parse(kind, text).Where(row => !row.IsLeftOut).ToList();
        Assert.Equal(["https://example.org/", "https://example.net/"], rows.Select(row => row.Subject));
        Assert.All(rows, row => Assert.False(row.IsPhishing));
    }

    [Fact]
    public void Any_csv_is_read_by_the_columns_that_the_settings_name()
    {
        var rows = Parse("csv", "When;Where;What;Who\n2025-05-01;http://a.test/;bad;Bank\n2025-05-02;http://b.test/;good;\n",
            "Columns:Url=Where", "Columns:SeenAt=When", "Columns:Label=What", "Columns:Target=Who");
        Assert.Equal([("http://a.test/", true, "Bank"), ("http://b.test/", false, null)], rows.Select(row => (row.Subject, row.IsPhishing!.Value, row.Target)));
    }

    [Theory]
    [InlineData("{\"data\":{\"items\":[{\"attributes\":{\"url\":\"http://a.test/\",\"seen\":1746093600}}, {\"attributes\":{}}]}}", "Columns:Items=data.items", "Columns:Url=attributes.url", "Columns:SeenAt=attributes.seen")]
    [InlineData("{\"link\":\"http://a.test/\",\"at\":\"2025-05-01T10:00:00Z\"}\n{\"no\":1}\n", "Columns:Url=link", "Columns:SeenAt=at")]
    [InlineData("[{\"url\":\"http://a.test/\",\"date\":\"2025-05-01T10:00:00Z\"},\n {\"no\":1}]")]
    public void Any_json_is_read_by_the_members_that_the_settings_name(string text, params string[] mapping)
    {
        var rows = Parse("json", text, mapping);
        Assert.Equal(("http://a.test/", new DateTimeOffset(2025, 5, 1, 10, 0, 0, TimeSpan.Zero)), (rows[0].Subject, rows[0].SeenAt!.Value));
        Assert.Equal("no member holds the subject", rows[1].Fault);
    }

    [Theory]
    [InlineData("phishtank", "id,name\n1,x\n", "has no column named url; its columns are id, name.")]
    [InlineData("threatfox", "{\"data\":[", "is not valid JSON at line 1.")]
    public void A_text_of_which_nothing_can_be_read_is_refused_in_a_sentence(string kind, string text, string told) =>
        Assert.EndsWith(told, Assert.Throws<InputFileException>(() => Parse(kind, text)).Message, StringComparison.Ordinal);

    internal static List<FeedRow> Parse(string kind, string text, params string[] settings) => Parse(kind, Encoding.UTF8.GetBytes(text), settings);

    internal static List<FeedRow> Parse(string kind, byte[] text, params string[] settings)
    {
        using var input = InputFile.From(new MemoryStream(text), "the answer of feeds.test");
        return [.. Parser(kind, settings).Parse(input)];
    }

    private static IFeedParser Parser(string kind, string[] settings)
    {
        if (FeedKinds.Find(kind) is IFeedParser parser) return parser;
        var faults = new List<string>();
        var all = settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => "Feeds:x:" + pair[0], pair => pair[1]);
        all["Feeds:x:Url"] = "https://feeds.test/";
        all["Feeds:x:Kind"] = kind;
        var feed = Assert.Single(FeedSettings.From(all, faults));
        Assert.Empty(faults);
        return ((Weir.Pipeline.Feeds.Http.HttpFeed)feed.Fetcher).Parser;
    }
}
