using System.Net;
using System.Text;
using Weir.Server.Security.Limits;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Security.Limits;

public abstract class QuotaDoorTests(StoreKind kind)
{
    [Fact]
    public async Task A_spent_quota_is_told_with_its_end_and_a_stream_goes_on_in_words()
    {
        var time = new FakeTime();
        await using var server = await ServerUnderTest.Start(time: time, kind: kind);
        using var client = Keyed(server, subjects: 3);
        Assert.Equal(HttpStatusCode.OK, (await Check(client, """{"items":["http://a.example/","http://b.example/"]}""")).StatusCode);
        var over = await Check(client, """{"items":["http://a.example/","http://b.example/"]}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, over.StatusCode);
        Assert.Equal("3", Header(over, "X-RateLimit-Limit"));
        Assert.Equal("1", Header(over, "X-RateLimit-Remaining"));
        Assert.InRange(over.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 86_400);
        Assert.Contains("midnight UTC", await over.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var stream = await client.PostAsync("/v1/check/stream", new StringContent("http://a.example/\nhttp://b.example/\n", Encoding.UTF8, "text/plain"), TestContext.Current.CancellationToken);
        var lines = (await stream.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("spent", lines[1]);
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.OK, (await Check(client, """{"subject":"http://a.example/"}""")).StatusCode);
    }

    [Fact]
    public async Task Requests_beyond_the_rate_are_told_when_to_come_again()
    {
        await using var server = await ServerUnderTest.Start(time: new FakeTime(), kind: kind);
        using var client = Keyed(server, requests: 2);
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 5; i++) answers.Add(await Check(client, """{"subject":"http://a.example/"}"""));
        Assert.Equal([200, 200, 200, 200, 429], answers.Select(answer => (int)answer.StatusCode));
        Assert.Equal(["3", "2", "1", "0", "0"], answers.Select(answer => Header(answer, "X-RateLimit-Remaining")));
        Assert.Equal("1", Header(answers[4], "Retry-After"));
    }

    [Fact]
    public async Task The_bound_of_a_tenant_holds_over_all_its_keys_and_people()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        server.Store.Tenants.Add("acme", 2, "test");
        using HttpClient one = server.ClientOf("check", "acme"), two = server.ClientOf("viewer", "acme");
        using var person = await BrowserLike.Of(server, "viewer", "acme");
        Assert.Equal(HttpStatusCode.OK, (await Check(one, """{"subject":"http://a.example/"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Check(two, """{"subject":"http://a.example/"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Check(one, """{"subject":"http://a.example/"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Check(person.Client, """{"subject":"http://a.example/"}""")).StatusCode);
    }

    [Fact]
    public async Task Counts_outlive_the_server_and_are_shared_by_others()
    {
        var time = new FakeTime();
        using var directory = new TempDirectory();
        using var store = Weir.Storage.WeirStore.Open(directory.Path, time);
        string key;
        await using (var first = await ServerUnderTest.Start(store: store, time: time))
        {
            key = KeyedClient.Key(store, "check", name: "shared", change: record => record with { SubjectsADay = 2 });
            first.Part<Weir.Server.Security.KeyRing>().Refresh();
            using var client = first.ClientWith(key);
            Assert.Equal(HttpStatusCode.OK, (await Check(client, """{"items":["a.example","b.example"]}""")).StatusCode);
        }

        await using var second = await ServerUnderTest.Start(store: store, time: time);
        second.Part<Weir.Server.Security.AccessKeeper>().Save();
        using var again = second.ClientWith(key);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Check(again, """{"subject":"http://a.example/"}""")).StatusCode);
    }

    [Fact]
    public async Task Strangers_are_bounded_by_address_and_this_machine_is_not()
    {
        await using var server = await ServerUnderTest.Start(change: options => options with
        {
            AllowRemote = true,
            Security = options.Security with { Proxies = [System.Net.IPNetwork.Parse("127.0.0.0/8")], AnonymousLimits = new(0, 0, 1) },
        }, kind: kind);
        Assert.Equal(200, await From("192.0.2.1"));
        Assert.Equal(429, await From("192.0.2.1"));
        Assert.Equal(200, await From("2001:db8::1"));
        Assert.Equal(429, await From("2001:db8::ffff"));
        Assert.Equal(200, await From(null));
        Assert.Equal(200, await From(null));

        async Task<int> From(string? address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/check") { Content = new StringContent("""{"subject":"http://a.example/"}""", Encoding.UTF8, "application/json") };
            if (address is not null) request.Headers.Add("X-Forwarded-For", address);
            using var answer = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task Whoever_is_free_costs_no_allocation()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        var (door, caller) = (server.Part<QuotaDoor>(), Weir.Server.Security.Caller.Local);
        door.TryTake(caller, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Assert.Null(door.TryTake(caller, 1));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static HttpClient Keyed(ServerUnderTest server, long? subjects = null, double? requests = null) =>
        server.ClientWith(KeyedClient.Key(server.Store, "check", name: "bounded", change: record => record with { SubjectsADay = subjects, RequestsASecond = requests }));

    private static Task<HttpResponseMessage> Check(HttpClient client, string body) =>
        client.PostAsync("/v1/check", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}

public sealed class QuotaDoorOnSqlite() : QuotaDoorTests(StoreKind.Sqlite);

public sealed class QuotaDoorOnPostgres() : QuotaDoorTests(StoreKind.Postgres);
