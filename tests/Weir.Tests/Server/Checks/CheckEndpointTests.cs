using System.Net;
using System.Text.Json;
using Weir.Server.Models;
using Xunit;

namespace Weir.Tests.Server.Checks;

public sealed class CheckEndpointTests
{
    [Theory]
    [InlineData("""{"subject":"http://bad.example/"}""")]
    [InlineData("""{"url":"http://bad.example/"}""")]
    [InlineData("""{"subject":"http://bad.example/","channel":"url","explain":null}""")]
    public async Task One_subject_is_answered_with_reasons(string body)
    {
        await using var server = await ServerUnderTest.Start();
        var response = await server.Post("/v1/check", body);
        var verdict = await server.Json(response);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("phishing", verdict.GetProperty("decision").GetString());
        Assert.Equal(97, verdict.GetProperty("riskScore").GetInt32());
        Assert.Equal("critical", verdict.GetProperty("riskLevel").GetString());
        Assert.Equal(2, verdict.GetProperty("reasons").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"subjects":["http://bad.example/","https://www.example.org/"]}""")]
    [InlineData("""{"items":[{"subject":"http://bad.example/"},{"id":7,"url":"https://www.example.org/"}]}""")]
    public async Task Many_subjects_are_answered_in_order_without_reasons(string body)
    {
        await using var server = await ServerUnderTest.Start();
        var verdicts = (await server.Json(await server.Post("/v1/check", body))).GetProperty("verdicts");
        Assert.Equal(["phishing", "benign"], verdicts.EnumerateArray().Select(verdict => verdict.GetProperty("decision").GetString()));
        Assert.All(verdicts.EnumerateArray(), verdict => Assert.Equal(0, verdict.GetProperty("reasons").GetArrayLength()));
    }

    [Fact]
    public async Task Unreadable_items_are_answered_as_unknown_in_their_place()
    {
        await using var server = await ServerUnderTest.Start();
        var answer = await server.Json(await server.Post("/v1/check", """{"subjects":["http://bad.example/",7,null,{"a":1},"\ud800",["x"]]}"""));
        var verdicts = answer.GetProperty("verdicts").EnumerateArray().ToArray();
        Assert.Equal(6, verdicts.Length);
        Assert.Equal("phishing", verdicts[0].GetProperty("decision").GetString());
        Assert.All(verdicts[1..], verdict => Assert.Equal("unknown", verdict.GetProperty("decision").GetString()));
        Assert.All(verdicts[1..], verdict => Assert.NotEmpty(verdict.GetProperty("error").GetString()!));
    }

    [Fact]
    public async Task Explain_none_leaves_the_reasons_out()
    {
        await using var server = await ServerUnderTest.Start();
        var verdict = await server.Json(await server.Post("/v1/check", """{"explain":"none","subject":"http://bad.example/"}"""));
        Assert.Equal(0, verdict.GetProperty("reasons").GetArrayLength());
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"subject":"x","explain":"\udc00"}""", 400)]
    [InlineData("""{"subject":"x","channel":"\udc00"}""", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"subject":"a","subjects":["b"]}""", 400)]
    [InlineData("""{"subjects":[]}""", 400)]
    [InlineData("""{"subjects":"a"}""", 400)]
    [InlineData("""{"subject":"a","explain":"much"}""", 400)]
    [InlineData("""{"subject":"a","channel":"mail"}""", 400)]
    [InlineData("""{"subject":"a"} {"subject":"b"}""", 400)]
    [InlineData("""{"x":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}""", 400)]
    [InlineData("""{"subjects":["a","b","c","d"]}""", 413)]
    public async Task What_cannot_be_answered_is_refused_with_problem_details(string body, int status)
    {
        await using var server = await ServerUnderTest.Start(change: options => options with { MaxItems = 3 });
        var response = await server.Post("/v1/check", body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await server.Json(response);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task Bounds_are_named_when_they_are_passed()
    {
        await using var server = await ServerUnderTest.Start(change: options => options with { MaxItems = 2, MaxBodyBytes = 2000 });
        var items = await server.Json(await server.Post("/v1/check", """{"subjects":["a","b","c"]}"""));
        Assert.Contains("at most 2 ", items.GetProperty("detail").GetString());
        var response = await server.Post("/v1/check", $$"""{"subject":"{{new string('a', 3000)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("2000", (await server.Json(response)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Ten_thousand_subjects_are_answered_in_one_request()
    {
        await using var server = await ServerUnderTest.Start();
        var body = JsonSerializer.Serialize(new { subjects = Enumerable.Range(0, 10_000).Select(i => $"http://h{i}.example/") });
        var verdicts = (await server.Json(await server.Post("/v1/check", body))).GetProperty("verdicts");
        Assert.Equal(10_000, verdicts.GetArrayLength());
        Assert.Equal("http://h9999.example/", verdicts[9999].GetProperty("subject").GetString());
    }

    [Fact]
    public async Task Members_that_are_not_known_are_named_all_at_once()
    {
        await using var server = await ServerUnderTest.Start();
        var response = await server.Post("/v1/check", """{"subject":"http://bad.example/","explian":"full","Channel":"url","\ud800":{"explain":[1]}}""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = (await server.Json(response)).GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(["explian", "Channel", "(no name)"], errors.Select(fault => fault.GetProperty("field").GetString()));
        Assert.Equal("There is no such member here; it knows subject (or url), subjects (or items, urls), explain and channel.", errors[0].GetProperty("detail").GetString());
        var cut = await server.Post("/v1/check", $$"""{"{{new string('n', 5000)}}":1,"subject":"http://bad.example/"}""");
        Assert.Equal(40, (await server.Json(cut)).GetProperty("errors")[0].GetProperty("field").GetString()!.Length);
        Assert.Equal(HttpStatusCode.OK, (await server.Post("/v1/check", """{"items":[{"url":"http://bad.example/","id":7}]}""")).StatusCode);
    }

    [Fact]
    public async Task A_failure_inside_is_told_without_its_cause()
    {
        await using var server = await ServerUnderTest.Start();
        var response = await server.Post("/v1/check", """{"subject":"fail"}""");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Hostile_bodies_never_fail_the_server()
    {
        await using var server = await ServerUnderTest.Start();
        var random = new Random(7);
        var seed = """{"subjects":["http://bad.example/",{"url":"x","a":[1,2]}],"explain":"top"}"""u8.ToArray();
        for (var i = 0; i < 300; i++)
        {
            var body = seed.ToArray();
            for (var j = 0; j <= i % 4; j++) body[random.Next(body.Length)] = (byte)random.Next(256);
            using var content = new ByteArrayContent(body[..random.Next(body.Length + 1)]);
            content.Headers.ContentType = new("application/json");
            var response = await server.Client.PostAsync("/v1/check", content, TestContext.Current.CancellationToken);
            Assert.True((int)response.StatusCode is 200 or 400, $"{response.StatusCode} for {Convert.ToHexString(body)}");
        }
    }

    [Fact]
    public async Task A_new_champion_answers_without_a_failed_request()
    {
        await using var server = await ServerUnderTest.Start();
        server.Promote(ServerUnderTest.Detector("v2"));
        var versions = new HashSet<string>();
        for (var i = 0; i < 5000 && !versions.Contains("v2"); i++)
        {
            var response = await server.Post("/v1/check", """{"subject":"http://bad.example/","explain":"none"}""");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            versions.Add((await server.Json(response)).GetProperty("model").GetProperty("version").GetString()!);
        }
        Assert.Contains("v2", versions);
    }

    [Fact]
    public async Task Without_a_model_checks_are_unknown_and_the_server_is_not_ready()
    {
        await using var server = await ServerUnderTest.Start(ServedDetector.Without("No model is here.", TimeProvider.System));
        var verdict = await server.Json(await server.Post("/v1/check", """{"subject":"http://bad.example/"}"""));
        Assert.Equal("unknown", verdict.GetProperty("decision").GetString());
        var ready = await server.Client.GetAsync("/readyz", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("No model is here.", (await server.Json(ready)).GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/healthz", TestContext.Current.CancellationToken)).StatusCode);
    }
}
