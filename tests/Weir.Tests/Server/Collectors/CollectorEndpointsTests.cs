using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Weir.Detection.Reference;
using Weir.Evidence.Http;
using Weir.Pipeline;
using Weir.Pipeline.Collecting;
using Weir.Pipeline.Feeds;
using Weir.Server;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Collectors;

public sealed class CollectorEndpointsTests : IAsyncLifetime
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private readonly TempDirectory _directory = new();
    private readonly WeirStore _store;
    private readonly WebApplication _app;

    public CollectorEndpointsTests()
    {
        _store = WeirStore.Open(_directory.Path, TimeProvider.System);
        var faults = new List<string>();
        var settings = CollectorSettings.From(new Dictionary<string, string> { ["Collector:Accept:berlin:Key"] = "sha256:" + CollectorSettings.HashOf(Key) }, faults);
        Assert.Empty(faults);
        var options = new ServerOptions { DataDirectory = _directory.Path, Urls = ["http://127.0.0.1:0"], Collector = settings };
        _app = ServerHost.Create(options, () => null, () => _store, TimeProvider.System);
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(TestContext.Current.CancellationToken);
        await _app.DisposeAsync();
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("berlin", "wrong-key-of-some-length", "1", HttpStatusCode.Unauthorized)]
    [InlineData("paris", Key, "1", HttpStatusCode.Unauthorized)]
    [InlineData("berlin", Key, "x", HttpStatusCode.BadRequest)]
    [InlineData("berlin", Key, "0", HttpStatusCode.OK)]
    [InlineData("berlin", Key, "1", HttpStatusCode.OK)]
    [InlineData("berlin", Key, "2", HttpStatusCode.Conflict)]
    public async Task A_batch_needs_a_known_key_and_the_next_number(string name, string key, string number, HttpStatusCode status)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_app.Urls.First()}/v1/collectors/{name}/observations");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add(MainMachine.OutboxHeader, "some");
        request.Headers.Add(MainMachine.BatchHeader, number);
        // As another machine would name this one: the key is the guard here.
        request.Headers.Host = "weir.example.org";
        request.Content = new StringContent("{\"feed\":\"desk\",\"subject\":\"http://a.test/\",\"label\":\"phishing\"}\n", Encoding.UTF8, "application/x-ndjson");
        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        Assert.DoesNotContain(key, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_gathers_while_nobody_listens_and_hands_over_when_it_can()
    {
        using var world = new FeedWorld();
        world.With("desk", "openphish").Answering(FeedReply.Text("http://a.test/login\nhttp://b.test/x\n"));
        using var http = new GuardedHttp(world.Time);
        var parts = FeedParts.From(ReferenceLists.Embedded, http);
        var nowhere = await new CollectorHost(world.Store, world.Collector().Feeds, parts, Settings(new Uri("http://127.0.0.1:9/"))).TickAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 0L), (nowhere.Fetches, nowhere.Handed));
        Assert.Contains("127.0.0.1", nowhere.Fault, StringComparison.Ordinal);
        var here = await new CollectorHost(world.Store, world.Collector().Feeds, parts, Settings(new Uri(_app.Urls.First()))).TickAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, 2L, (string?)null), (here.Fetches, here.Handed, here.Fault));
        Assert.Equal(("desk", 2L), _store.Samples.Feeds().Select(feed => (feed.Name, feed.Observations)).Single());
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", KeyedClient.Key(_store, "viewer"));
        _app.UseKeysOfStore();
        var list = await client.GetFromJsonAsync<JsonElement>(_app.Urls.First() + "/v1/collectors", TestContext.Current.CancellationToken);
        Assert.Equal((2, false), (list.GetProperty("collectors")[0].GetProperty("rows").GetInt32(), list.GetProperty("collectors")[0].GetProperty("isAway").GetBoolean()));
    }

    [Fact]
    public async Task A_wrong_key_is_told_with_the_way_out_and_never_shown()
    {
        using var http = new GuardedHttp(TimeProvider.System);
        var answer = await new MainMachine(Settings(new Uri(_app.Urls.First())) with { Key = "another-key-of-some-length" }, http).SendAsync("some", 0, [], TestContext.Current.CancellationToken);
        Assert.Equal("The main machine does not know the key of the collector berlin; set the same Collector key on both machines.", answer.Fault);
    }

    [Theory]
    [InlineData("Main", "not an address", "Collector:Main must be an address that begins with http:// or https://.")]
    [InlineData("Main", "http://main.example.org/", "Collector:Name must name this collector, in letters, digits, hyphens, dots or underlines.")]
    [InlineData("Accept:berlin:Key", "short", "Collector:Accept:berlin:Key must be a key of at least 16 characters, or sha256: and 64 hex digits; `weir feeds collector-key` makes one.")]
    [InlineData("Nmae", "x", "Collector:Nmae is not a setting of Weir; here it knows")]
    public void Settings_that_cannot_be_used_are_told(string name, string value, string told)
    {
        var faults = new List<string>();
        CollectorSettings.From(new Dictionary<string, string> { ["Collector:" + name] = value }, faults);
        Assert.Contains(faults, fault => fault.StartsWith(told, StringComparison.Ordinal));
    }

    private static CollectorSettings Settings(Uri main) => new() { Main = main, Name = "berlin", Key = Key };
}
