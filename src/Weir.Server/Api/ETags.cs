using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Weir.Server.Problems;

namespace Weir.Server.Api;

/// <summary>Strong entity tags: the hash of what is answered. They save sending what the caller has, and guard against changing what he has not seen.</summary>
internal static class ETags
{
    private const int Bytes = 16;

    /// <summary>The endpoints answer 200 with an ETag, and 304 to a caller who names it in If-None-Match. For answers that are short enough to be held.</summary>
    public static T WithETag<T>(this T endpoints) where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            var handler = endpoint.RequestDelegate!;
            endpoint.Metadata.Add(EndpointMark.ETag);
            endpoint.RequestDelegate = context => Tagged(context, handler);
        });
        return endpoints;
    }

    /// <summary>The tag of a body.</summary>
    public static string Of(ReadOnlySpan<byte> body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, Bytes))}\"";

    /// <summary>
    /// A refusal with 412 when If-Match names none of the tags of <paramref name="current"/>, which is what the GET of this thing answers now
    /// (null: it is not there); null when the change may be made.
    /// </summary>
    public static Problem? Mismatch<T>(HttpContext context, T? current)
    {
        var wanted = context.Request.GetTypedHeaders().IfMatch;
        if (wanted.Count == 0 || (current is not null && wanted.Any(tag => tag == EntityTagHeaderValue.Any || (!tag.IsWeak && tag.Tag == Of(Json(context, current)))))) return null;
        return new Problem(StatusCodes.Status412PreconditionFailed, "It has changed since you read it. Read it again, and send the change with its new ETag.");
    }

    private static byte[] Json<T>(HttpContext context, T value) =>
        JsonSerializer.SerializeToUtf8Bytes(value, context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);

    private static async Task Tagged(HttpContext context, RequestDelegate handler)
    {
        var (response, body) = (context.Response, context.Response.Body);
        using var held = new MemoryStream();
        response.Body = held;
        try
        {
            await handler(context);
            await response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        finally
        {
            response.Body = body;
        }

        if (response.StatusCode == StatusCodes.Status200OK && IsKnown(context, held)) return;
        held.Position = 0;
        if (held.Length > 0) await held.CopyToAsync(body, context.RequestAborted);
    }

    private static bool IsKnown(HttpContext context, MemoryStream held)
    {
        var response = context.Response;
        var tag = response.Headers.ETag.ToString();
        if (tag.Length == 0) response.Headers.ETag = tag = Of(held.GetBuffer().AsSpan(0, (int)held.Length));
        if (!context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known == EntityTagHeaderValue.Any || known.Tag == tag)) return false;
        response.StatusCode = StatusCodes.Status304NotModified;
        response.ContentLength = null;
        response.ContentType = null;
        return true;
    }
}
