using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Answers;

namespace Weir.Server.Api;

/// <summary>
/// A request with the header Idempotency-Key is done once: sent again within a day it gets the same answer and does nothing. What failed
/// is not remembered, so that it may be tried again under the same key.
/// </summary>
internal static class Idempotency
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Says in an answer that it was given before.</summary>
    public const string ReplayedHeader = "Idempotent-Replayed";

    private const int MostKey = 200;
    private const int MostBody = 256 << 10;
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);
    private static readonly string Runner = Guid.NewGuid().ToString("N");

    /// <summary>
    /// The endpoints honour the header. <paramref name="secret"/> is the member of the answer that must not be kept: a repeated request gets
    /// the rest of it, and a sentence that says so.
    /// </summary>
    public static T Idempotent<T>(this T endpoints, string? secret = null) where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            var handler = endpoint.RequestDelegate!;
            endpoint.Metadata.Add(EndpointMark.IdempotencyKey);
            endpoint.RequestDelegate = context => context.Request.Headers.ContainsKey(Header) ? Once(context, handler, secret) : handler(context);
        });
        return endpoints;
    }

    private static async Task Once(HttpContext context, RequestDelegate handler, string? secret)
    {
        var key = context.Request.Headers[Header].ToString();
        if (key.Length is 0 or > MostKey || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            await Problem.Invalid([new Fault(Header, $"A key is 1 to {MostKey} printable ASCII characters without spaces; a UUID is usual.")]).WriteAsync(context);
            return;
        }

        var print = await RequestPrint.Of(context.Request, context.RequestAborted);
        var store = context.RequestServices.GetRequiredService<StoreDoor>()();
        var answers = store.Answers;
        var name = new AnswerName(context.Caller().Tenant, $"{context.Request.Method} {context.Request.Path} {Sender(context)}", key);
        var found = answers.Begin(name, print, Runner);
        if (found.State is AnswerState.Yours) await Run(context, handler, store, name, secret);
        else if (found.Answer is { } answer) await Repeat(context.Response, answer);
        else await Refuse(context, found);
    }

    // A key belongs to who chose it: nobody is to get the answer of another by guessing.
    private static string Sender(HttpContext context) => context.Caller() is var caller && caller.KeyId is null && caller.Session is null
        ? $"{caller.Name} {context.Connection.RemoteIpAddress}"
        : caller.Name;

    private static Task Refuse(HttpContext context, AnswerFound found)
    {
        if (found.State is AnswerState.Other)
            return new Problem(StatusCodes.Status422UnprocessableEntity, $"This {Header} was sent within a day with another request. Choose a new key for a new request.").WriteAsync(context);
        context.Response.Headers.RetryAfter = Math.Ceiling(Math.Min(2, found.Wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return new Problem(StatusCodes.Status409Conflict, $"The request with this {Header} is still being answered. Send it again in a moment.").WriteAsync(context);
    }

    private static async Task Run(HttpContext context, RequestDelegate handler, WeirStore store, AnswerName name, string? secret)
    {
        var (answers, body, finished) = (store.Answers, context.Response.Body, false);
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        try
        {
            await using (var renewal = store.Time.CreateTimer(_ => Renew(answers, name), null, RenewEvery, RenewEvery)) await handler(context);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            if (context.Response.StatusCode < StatusCodes.Status400BadRequest)
            {
                // Remembered before it is sent: whoever has seen the answer will see it again.
                answers.Finish(name, Runner, Answer(context.Response, Kept(kept, secret)));
                finished = true;
            }
        }
        finally
        {
            context.Response.Body = body;
            if (!finished) answers.Forget(name, Runner);
        }

        kept.Position = 0;
        if (kept.Length > 0) await kept.CopyToAsync(body, context.RequestAborted);
    }

    private static void Renew(AnswerStore answers, AnswerName name)
    {
        try
        {
            answers.Renew(name, Runner);
        }
        catch (StoreException)
        {
            // The request itself will find the store as it is; losing the lease only lets a repetition run.
        }
    }

    private static byte[]? Kept(MemoryStream body, string? secret)
    {
        if (body.Length > MostBody) return Encoding.UTF8.GetBytes("""{"note":"The first answer to this Idempotency-Key was too long to be kept. What it made is there: ask for it at Location, or list it."}""");
        if (secret is null || JsonNode.Parse(body.ToArray()) is not JsonObject answer) return secret is null ? body.ToArray() : null;
        answer.Remove(secret);
        answer["note"] = $"The member '{secret}' is shown once only, in the first answer to this Idempotency-Key; nothing was made anew. If that answer was lost, take back what it made and send the request under another key.";
        return JsonSerializer.SerializeToUtf8Bytes(answer);
    }

    private static KeptAnswer Answer(HttpResponse response, byte[]? body) => new()
    {
        Status = response.StatusCode,
        Location = Text(response.Headers.Location.ToString()),
        ETag = Text(response.Headers.ETag.ToString()),
        ContentType = response.ContentType,
        Body = body,
    };

    private static async Task Repeat(HttpResponse response, KeptAnswer answer)
    {
        response.StatusCode = answer.Status;
        if (answer.Location is { } location) response.Headers.Location = location;
        if (answer.ETag is { } tag) response.Headers.ETag = tag;
        response.Headers[ReplayedHeader] = "true";
        response.ContentLength = answer.Body?.Length ?? 0;
        if (answer.Body is not { Length: > 0 } body) return;
        response.ContentType = answer.ContentType;
        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    }

    private static string? Text(string header) => header.Length == 0 ? null : header;
}
