using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Weir.Detection;
using Weir.Server.Models;
using Xunit;

namespace Weir.Tests.Server.Checks;

/// <summary>A small check takes the short way, a check with a cookie the common one: nobody may see a difference.</summary>
public sealed class ShortChecksTests
{
    private const string Json = "application/json";

    [Theory]
    [InlineData("""{"subject":"http://bad.example/"}""", Json, "admin")]
    [InlineData("""{"subject":"http://bad.example/"}""", "application/json; charset=utf-8", "admin")]
    [InlineData("""{"subject":"http://bad.example/","explain":"none"}""", Json, "check")]
    [InlineData("""{"subjects":["http://bad.example/","x"]}""", Json, "local")]
    [InlineData("""{"subject":"http://bad.example/"}""", Json, "wrong")]
    [InlineData("""{"subject":"http://bad.example/"}""", Json, "spent")]
    [InlineData("""{"subjects":["a","b","c"]}""", Json, "quota")]
    [InlineData("""{"subject":"fail"}""", Json, "admin")]
    [InlineData("""{"subject":"http://bad.example/"}""", "text/plain", "admin")]
    [InlineData("""{"subject":"http://bad.example/"}""", "application/JSON", "admin")]
    [InlineData("""{"subjects":["a","b","c","d"]}""", Json, "admin")]
    [InlineData("{", Json, "admin")]
    [InlineData("", Json, "admin")]
    public async Task The_short_way_answers_like_the_common_one(string body, string type, string who)
    {
        await using var server = await ServerUnderTest.Start(change: options => options with { MaxItems = 3 });
        Assert.Equal(await Ask(server, body, type, who, cookie: "a=b"), await Ask(server, body, type, who, cookie: null));
    }

    [Theory]
    [InlineData("GET", "/v1/check")]
    [InlineData("HEAD", "/v1/check")]
    [InlineData("OPTIONS", "/v1/check")]
    [InlineData("PUT", "/v1/check")]
    [InlineData("POST", "/V1/CHECK/")]
    [InlineData("POST", "/v1/checks")]
    public async Task Other_methods_and_paths_are_answered_as_ever(string method, string path)
    {
        await using var server = await ServerUnderTest.Start();
        async Task<string> Of(string? cookie) => await Told(await server.Client.SendAsync(Request(method, path, """{"subject":"a"}""", Json, cookie), TestContext.Current.CancellationToken));
        Assert.Equal(await Of("a=b"), await Of(null));
    }

    [Fact]
    public async Task Short_checks_are_answered_where_they_are_heard_and_nothing_else_is()
    {
        var threads = new ConcurrentDictionary<string, bool>();
        var judge = ServerUnderTest.Detector("v1");
        await using var server = await ServerUnderTest.Start(judge with { Check = Watched(judge, threads) });
        for (var i = 0; i < 200; i++)
        {
            foreach (var subject in (string[])[$"short{i}", $"short{i}again", $"long{i}/{new string('a', 3000)}"])
                using (var answer = await server.Post("/v1/check", $$"""{"subject":"{{subject}}"}""")) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            if (threads.Any(pair => pair.Key.StartsWith("short", StringComparison.Ordinal) && !pair.Value)) break;
        }

        Assert.Contains(threads, pair => pair.Key.StartsWith("short", StringComparison.Ordinal) && !pair.Value);
        Assert.All(threads.Where(pair => pair.Key.StartsWith("long", StringComparison.Ordinal)), pair => Assert.True(pair.Value));
    }

    private static Func<string, Explain, Verdict> Watched(ServedDetector judge, ConcurrentDictionary<string, bool> threads) => (subject, explain) =>
    {
        threads[subject] = Thread.CurrentThread.IsThreadPoolThread;
        return judge.Check(subject, explain);
    };

    private static async Task<string> Ask(ServerUnderTest server, string body, string type, string who, string? cookie)
    {
        using var client = Client(server, who);
        if (who == "spent") await client.SendAsync(Request("POST", "/v1/check", body, type, cookie), TestContext.Current.CancellationToken);
        return await Told(await client.SendAsync(Request("POST", "/v1/check", body, type, cookie), TestContext.Current.CancellationToken));
    }

    private static HttpClient Client(ServerUnderTest server, string who) => who switch
    {
        "local" => KeyedClient.Of(server.Running, null),
        "wrong" => KeyedClient.Of(server.Running, "weir_wrong"),
        "spent" => KeyedClient.Of(server.Running, KeyedClient.Key(server.Store, "check", change: key => key with { RequestsASecond = 0.001 })),
        "quota" => KeyedClient.Of(server.Running, KeyedClient.Key(server.Store, "check", change: key => key with { SubjectsADay = 2 })),
        _ => KeyedClient.Of(server.Running, KeyedClient.Key(server.Store, who)),
    };

    private static HttpRequestMessage Request(string method, string path, string body, string type, string? cookie)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT")
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return request;
    }

    // All of an answer but what time and chance change in it.
    private static async Task<string> Told(HttpResponseMessage answer)
    {
        using (answer)
        {
            var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Date" or "Retry-After" or "X-RateLimit-Reset" or "Content-Length"))
                .OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n\n{Regex.Replace(body, "\"(id|checkedAt)\":\"[^\"]*\"", "$1")}";
        }
    }
}
