using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Weir.Server.Api;
using Weir.Storage.Answers;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Api;

public abstract class IdempotencyTests(StoreKind kind)
{
    private static readonly AnswerName Mine = new("main", "POST /things nobody 127.0.0.1", "k");

    private int _made;

    [Fact]
    public async Task The_same_request_is_done_once_and_answered_twice()
    {
        await using var server = await Start();
        var (first, second) = (await Make(server, "k1", "a"), await Make(server, "k1", "a"));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created, 1), (first.StatusCode, second.StatusCode, _made));
        Assert.Equal(await Text(first), await Text(second));
        Assert.Equal((first.Headers.Location, first.Headers.ETag, first.Content.Headers.ContentType), (second.Headers.Location, second.Headers.ETag, second.Content.Headers.ContentType));
        Assert.Equal((false, true), (first.Headers.Contains(Idempotency.ReplayedHeader), second.Headers.Contains(Idempotency.ReplayedHeader)));
        Assert.Equal("/things/2", (await Make(server, "k2", "a")).Headers.Location!.OriginalString);
        Assert.Equal("/things/3", (await Make(server, null, "a")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        await using var server = await Start();
        await Make(server, "k", "a");
        var other = await Make(server, "k", "b");
        Assert.Equal((422, 1, "application/problem+json"), ((int)other.StatusCode, _made, other.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task After_a_day_a_key_is_free_again()
    {
        await using var server = await Start();
        await Make(server, "k", "a");
        server.Time.Advance(AnswerStore.Keep);
        Assert.Equal("/things/2", (await Make(server, "k", "b")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task What_failed_may_be_tried_again_under_its_key()
    {
        await using var server = await Start();
        Assert.Equal(HttpStatusCode.BadRequest, (await Make(server, "k", "wrong")).StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, (await Make(server, "k", "throw")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Make(server, "k", "right")).StatusCode);
    }

    [Fact]
    public async Task While_it_runs_it_is_refused_and_a_killed_runner_loses_it_after_its_lease()
    {
        await using var server = await Start();
        await Make(server, "k", "a");
        server.Time.Advance(AnswerStore.Keep);
        // As another process would have left it that was killed on the way.
        var print = await PrintOf(server, "a");
        Assert.Equal(AnswerState.Yours, server.Store.Answers.Begin(Mine, print, "another").State);
        var refused = await Make(server, "k", "a");
        Assert.Equal((409, true, 1), ((int)refused.StatusCode, refused.Headers.RetryAfter is not null, _made));
        server.Time.Advance(AnswerStore.Lease);
        Assert.Equal(HttpStatusCode.Created, (await Make(server, "k", "a")).StatusCode);
        server.Store.Answers.Finish(Mine, "another", new KeptAnswer { Status = 500 });
        Assert.Equal(HttpStatusCode.Created, (await Make(server, "k", "a")).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("tab\there")]
    [InlineData("201")]
    public async Task A_key_that_is_no_key_is_refused(string key)
    {
        await using var server = await Start();
        Assert.Equal(HttpStatusCode.BadRequest, (await Make(server, key == "201" ? new string('k', 201) : key, "a")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Make(server, new string('k', 200), "a")).StatusCode);
    }

    [Fact]
    public async Task A_form_is_the_same_under_another_boundary_and_a_long_body_passes_whole()
    {
        await using var server = await Start();
        for (var turn = 0; turn < 2; turn++)
        {
            using var form = new MultipartFormDataContent($"boundary-{turn}") { { new StringContent("content"), "file", "a.csv" } };
            Assert.Equal("/things/1", (await server.Send(HttpMethod.Post, "/things", form, (Idempotency.Header, "form"))).Headers.Location!.OriginalString);
        }

        var long1 = new string('x', 300_000);
        Assert.Equal("/things/2", (await Make(server, "long", long1)).Headers.Location!.OriginalString);
        Assert.Equal(long1.Length.ToString(), await Text(await Make(server, "long", long1)));
    }

    [Fact]
    public async Task A_secret_in_an_answer_is_not_kept()
    {
        await using var server = await ApiUnderTest.Start(routes => routes.MapPost("/keys", () => Results.Created("/keys/1", new { id = 1, key = "hush" })).Idempotent(secret: "key"), kind: kind);
        Assert.Equal("""{"id":1,"key":"hush"}""", await Text(await server.Send(HttpMethod.Post, "/keys", null, (Idempotency.Header, "k"))));
        var again = await server.Send(HttpMethod.Post, "/keys", null, (Idempotency.Header, "k"));
        Assert.Equal((HttpStatusCode.Created, "/keys/1", "application/json"), (again.StatusCode, again.Headers.Location!.OriginalString, again.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("""{"id":1,"note":"The member \u0027key\u0027 is shown once only, in the first answer to this Idempotency-Key; nothing was made anew.""", await Text(again));
    }

    [Fact]
    public async Task An_answer_too_long_to_be_kept_is_told_instead()
    {
        await using var server = await ApiUnderTest.Start(routes => routes.MapPost("/long", () => Results.Created("/long/1", new string('x', 300_000))).Idempotent(), kind: kind);
        await server.Send(HttpMethod.Post, "/long", null, (Idempotency.Header, "k"));
        var again = await server.Send(HttpMethod.Post, "/long", null, (Idempotency.Header, "k"));
        Assert.Contains("too long to be kept", await Text(again));
        Assert.Equal("/long/1", again.Headers.Location!.OriginalString);
    }

    private Task<ApiUnderTest> Start() => ApiUnderTest.Start(routes => routes.MapPost("/things", async (HttpContext context) =>
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        if (body.Contains("wrong")) return Results.BadRequest();
        if (body.Contains("throw")) throw new InvalidOperationException();
        var number = Interlocked.Increment(ref _made);
        context.Response.Headers.ETag = $"\"{number}\"";
        context.Response.Headers.Location = $"/things/{number}";
        return Results.Text(body.Length < 100 ? $"{body} {number}" : body.Length.ToString(), "text/plain", null, 201);
    }).Idempotent(), kind: kind);

    private static Task<HttpResponseMessage> Make(ApiUnderTest server, string? key, string body) =>
        server.Send(HttpMethod.Post, "/things", new StringContent(body), key is null ? [] : [(Idempotency.Header, key)]);

    private static Task<string> Text(HttpResponseMessage response) => response.Content.ReadAsStringAsync();

    private static async Task<string> PrintOf(ApiUnderTest server, string body)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentLength = body.Length;
        context.Request.Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body));
        return await RequestPrint.Of(context.Request, CancellationToken.None);
    }
}

public sealed class IdempotencyOnSqlite() : IdempotencyTests(StoreKind.Sqlite);

public sealed class IdempotencyOnPostgres() : IdempotencyTests(StoreKind.Postgres);
