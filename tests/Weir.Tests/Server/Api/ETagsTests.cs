using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Weir.Server.Api;
using Weir.Server.Problems;
using Xunit;

namespace Weir.Tests.Server.Api;

public sealed class ETagsTests
{
    private readonly Thing _thing = new() { Name = "one" };

    [Fact]
    public async Task What_the_caller_has_is_not_sent_again()
    {
        await using var server = await Start();
        var first = await server.Send(HttpMethod.Get, "/thing");
        var tag = first.Headers.ETag!;
        Assert.Equal((HttpStatusCode.OK, false, """{"name":"one"}"""), (first.StatusCode, tag.IsWeak, await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        foreach (var known in (string[])[tag.Tag, $"\"other\", {tag.Tag}", "W/" + tag.Tag, "*"])
        {
            var again = await server.Send(HttpMethod.Get, "/thing", null, ("If-None-Match", known));
            Assert.Equal((HttpStatusCode.NotModified, tag, ""), (again.StatusCode, again.Headers.ETag!, await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }

        _thing.Name = "two";
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Get, "/thing", null, ("If-None-Match", tag.Tag))).StatusCode);
    }

    [Fact]
    public async Task A_change_of_what_the_caller_has_not_seen_is_refused()
    {
        await using var server = await Start();
        var tag = (await server.Send(HttpMethod.Get, "/thing")).Headers.ETag!.Tag;
        Assert.Equal(HttpStatusCode.NoContent, (await server.Send(HttpMethod.Put, "/thing?name=two", null, ("If-Match", tag))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await server.Send(HttpMethod.Put, "/thing?name=three", null, ("If-Match", tag))).StatusCode);
        Assert.Equal("two", _thing.Name);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Send(HttpMethod.Put, "/thing?name=three")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Send(HttpMethod.Put, "/thing?name=four", null, ("If-Match", "*"))).StatusCode);
    }

    [Fact]
    public async Task What_is_no_success_carries_no_tag()
    {
        await using var server = await Start();
        var missing = await server.Send(HttpMethod.Get, "/missing", null, ("If-None-Match", "*"));
        Assert.Equal((HttpStatusCode.NotFound, (object?)null), (missing.StatusCode, missing.Headers.ETag));
        Assert.Contains("not there", await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private Task<ApiUnderTest> Start() => ApiUnderTest.Start(routes =>
    {
        routes.MapGet("/thing", () => _thing).WithETag();
        routes.MapGet("/missing", () => new ProblemResult(new Problem(404, "It is not there."))).WithETag();
        routes.MapPut("/thing", (HttpContext context, string name) =>
        {
            if (ETags.Mismatch(context, _thing) is { } refusal) return new ProblemResult(refusal);
            _thing.Name = name;
            return Results.NoContent();
        });
    });

    private sealed class Thing
    {
        public string Name { get; set; } = "";
    }
}
