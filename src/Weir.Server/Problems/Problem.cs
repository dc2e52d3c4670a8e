using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Weir.Server.Problems;

/// <summary>An error as RFC 9457 problem details: what is wrong and the way out, never what the server keeps inside.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Detail">One or two sentences for a person.</param>
internal sealed record Problem(int Status, string Detail)
{
    /// <summary>The media type of a problem.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>A request that cannot be understood.</summary>
    public static Problem BadRequest(string detail) => new(StatusCodes.Status400BadRequest, detail);

    /// <summary>A request with several faults, all told at once.</summary>
    public static Problem Invalid(IReadOnlyList<Fault> faults) =>
        new(StatusCodes.Status400BadRequest, string.Join(' ', faults.Select(fault => $"{fault.Field}: {fault.Detail}"))) { Faults = faults };

    /// <summary>A request beyond a bound, which the detail names.</summary>
    public static Problem TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, detail);

    /// <summary>The faults one by one, as the member <c>errors</c>; empty when there is just the one that the detail tells.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Answers with this problem. The response must not have started.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var bytes = Json(context.Request.Path);
        context.Response.StatusCode = Status;
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private ReadOnlyMemory<byte> Json(PathString path)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank");
        json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(Status));
        json.WriteNumber("status"u8, Status);
        json.WriteString("detail"u8, Detail);
        json.WriteString("instance"u8, path.Value);
        WriteFaults(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void WriteFaults(Utf8JsonWriter json)
    {
        if (Faults.Count == 0) return;
        json.WriteStartArray("errors"u8);
        foreach (var fault in Faults)
        {
            json.WriteStartObject();
            json.WriteString("field"u8, fault.Field);
            json.WriteString("detail"u8, fault.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
