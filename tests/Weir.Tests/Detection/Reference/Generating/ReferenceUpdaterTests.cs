using System.IO.Compression;
using System.Text;
using Weir.Detection.Reference;
using Weir.Detection.Reference.Generating;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection.Reference.Generating;

public sealed class ReferenceUpdaterTests : IDisposable
{
    private const string Shorteners = "url-shorteners";

    private readonly TempDirectory _data = new();
    private readonly CannedServer _server = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task A_fetched_list_takes_the_place_of_the_shipped_one()
    {
        ReferenceUpdate update = await Update(Shorteners, _server.Answers("/list", Domains(2000)));
        Assert.Equal((null, 2000), (update.Problem, update.Count));
        ReferenceLists lists = ReferenceLists.Load(_data.Path);
        Assert.True(lists.Hosts.IsShortener("d7.test"));
        Assert.False(lists.Hosts.IsShortener("bit.ly"));
        ReferenceList told = lists.All.Single(list => list.Name == Shorteners);
        Assert.Equal((true, _server.Address("/list"), new DateOnly(2025, 6, 1)), (told.IsOverride, told.Source, told.Date));
        Assert.Equal(["url-shorteners.bin"], Directory.GetFiles(_data.File("lists")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_cannot_be_fetched_or_read_leaves_the_list_as_it_was_and_says_why()
    {
        await Refused(_server.Address("/nowhere"), "404");
        await Refused(_server.Answers("/cut", Domains(2000), length: 1_000_000), "cannot be read");
        await Refused(_server.Answers("/few", Domains(1000)), "less than 80 %");
        await Refused(_server.Answers("/empty", []), "names no domain");
        await Refused(_server.Answers("/page", "<html>not here</html>"u8.ToArray()), "names no domain");
        await Refused(_server.Answers("/binary", [1, 0, 2]), "not text");
        await Refused(_server.Answers("/badzip", [.. "PK"u8, 3, 4, 0, 0]), "cannot be read");
        await Refused(_server.Answers("/away", [], "302 Found", "Location: http://192.0.2.1/list\r\n"), "--source");
        await Refused(_server.Answers("/loop", [], "302 Found", "Location: /loop\r\n"), "redirects more than");
        await Refused(_data.File("missing.txt"), "cannot be read");
        await Refused("ftp://example.test/list", "cannot be read");
    }

    [Fact]
    public async Task What_passes_a_bound_is_refused_and_the_bound_is_named()
    {
        var bounds = new UpdateBounds(10_000, TimeSpan.FromSeconds(60));
        await Refused(_server.Answers("/large", Domains(2000)), "10000 bytes", bounds);
        await Refused(_server.Answers("/bomb.gz", Gzip(new byte[1_000_000])), "10000 bytes", bounds);
        await Refused(_server.Hangs("/slow"), "0.2 s", bounds with { Time = TimeSpan.FromMilliseconds(200) });
    }

    [Fact]
    public async Task A_list_that_shrinks_after_an_update_keeps_what_the_update_brought()
    {
        await Update(Shorteners, _server.Answers("/list", Domains(3000)));
        ReferenceUpdate update = await Update(Shorteners, _server.Answers("/list", Domains(2000)));
        Assert.Contains("3000 before", update.Problem, StringComparison.Ordinal);
        Assert.True(ReferenceLists.Load(_data.Path).Hosts.IsShortener("d2999.test"));
    }

    [Fact]
    public async Task Very_popular_and_reviewed_domains_that_a_source_suddenly_names_are_left_out()
    {
        byte[] poisoned = [.. Domains(2000), .. "google.com\nbit.ly\ndw.com\n"u8];
        Assert.Equal((null, 1, 2001), await Update(Shorteners, _server.Answers("/list", poisoned)) is var update ? (update.Problem, update.LeftOut, update.Count) : default);
        HostLists hosts = ReferenceLists.Load(_data.Path).Hosts;
        Assert.False(hosts.IsShortener("google.com"));
        Assert.False(hosts.IsShortener("dw.com"));
        Assert.True(hosts.IsShortener("bit.ly"));
    }

    [Fact]
    public async Task A_ranking_comes_zipped_and_keeps_the_buckets_of_before()
    {
        string csv = string.Join("\r\n", Enumerable.Range(1, 120_000).Select(i => i == 77_777 ? "77777,fresh.test" : $"{i},r{i}.test"));
        ReferenceUpdate update = await Update("popularity", _server.Answers("/top-1m.csv.zip", Zip(csv)));
        Assert.Null(update.Problem);
        Popularity popularity = ReferenceLists.Load(_data.Path).Popularity;
        Assert.Equal((1, 77_777, 0), (popularity.Rank("r1.test"), popularity.Rank("fresh.test"), popularity.Rank("r100001.test")));
        Assert.True(popularity.Count > ReferenceUpdater.Ranked);
        Assert.Contains("80 %", (await Update("popularity", _server.Answers("/short", Encoding.UTF8.GetBytes(csv[..500_000])))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suffix_list_must_be_whole()
    {
        string rules = string.Join('\n', Enumerable.Range(0, 12_000).Select(i => $"s{i}.test"));
        string cut = $"{rules}\n// ===BEGIN PRIVATE DOMAINS===\nshared.test\n";
        Assert.Contains("whole", (await Update("public-suffixes", _server.Answers("/cut", Encoding.UTF8.GetBytes(cut)))).Problem, StringComparison.Ordinal);
        Assert.Null((await Update("public-suffixes", _server.Answers("/psl", Encoding.UTF8.GetBytes(cut + "// ===END PRIVATE DOMAINS===\n")))).Problem);
        Assert.Equal("a.shared.test", ReferenceLists.Load(_data.Path).Suffixes.Registrable("www.a.shared.test").ToString());
    }

    [Fact]
    public async Task A_redirect_on_the_same_host_a_packed_file_and_a_local_file_are_read()
    {
        _server.Answers("/list.gz", Gzip(Domains(2000)));
        Assert.Null((await Update(Shorteners, _server.Answers("/moved", [], "301 Moved", "Location: /list.gz\r\n"))).Problem);
        Assert.Null((await Update(Shorteners, _data.Write("mine.txt", Encoding.UTF8.GetString(Domains(2500))))).Problem);
        Assert.True(ReferenceLists.Load(_data.Path).Hosts.IsShortener("d2400.test"));
    }

    [Fact]
    public async Task A_plain_list_of_the_operator_is_named_as_what_hides_the_update()
    {
        Directory.CreateDirectory(_data.File("lists"));
        _data.Write("lists/url-shorteners.txt", "mine.test\n");
        Assert.Contains("takes its place", (await Update(Shorteners, _server.Answers("/list", Domains(2000)))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_list_is_replaced()
    {
        Directory.CreateDirectory(_data.File("lists"));
        _data.Write("lists/url-shorteners.bin", "not a list");
        Assert.Null((await Update(Shorteners, _server.Answers("/list", Domains(2000)))).Problem);
    }

    private async Task Refused(string address, string words, UpdateBounds? bounds = null)
    {
        string problem = (await Update(Shorteners, address, bounds)).Problem!;
        Assert.StartsWith("url-shorteners stays as it was", problem, StringComparison.Ordinal);
        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data.File("lists")));
    }

    private Task<ReferenceUpdate> Update(string name, string address, UpdateBounds? bounds = null) =>
        new ReferenceUpdater(_http, _data.Path, bounds?.Time < TimeSpan.FromSeconds(1) ? TimeProvider.System : new FakeTime(), bounds)
            .UpdateAsync(name, address, TestContext.Current.CancellationToken);

    private static byte[] Domains(int count) => Encoding.UTF8.GetBytes("# a list\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"d{i}.test\n")));

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionMode.Compress)) stream.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Zip(string text)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
        using (var writer = new StreamWriter(archive.CreateEntry("top-1m.csv").Open())) writer.Write(text);
        return packed.ToArray();
    }
}
