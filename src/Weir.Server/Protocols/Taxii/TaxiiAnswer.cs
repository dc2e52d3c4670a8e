using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Weir.Server.Protocols.Taxii;

/// <summary>Answers as TAXII 2.1 wants them: its media type, and its form of an error.</summary>
internal static class TaxiiAnswer
{
    /// <summary>The media type of every answer.</summary>
    public const string MediaType = "application/taxii+json;version=2.1";

    /// <summary>An answer.</summary>
    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) => new Body(JsonSerializer.SerializeToUtf8Bytes(value, Options), status);

    /// <summary>An answer that an act writes.</summary>
    public static IResult Write(Action<Utf8JsonWriter> act)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) act(json);
        return new Body(bytes.ToArray(), StatusCodes.Status200OK);
    }

    /// <summary>An error.</summary>
    public static IResult Error(int status, string title) => Json(new { title, http_status = status.ToString(System.Globalization.CultureInfo.InvariantCulture) }, status);

    /// <summary>Refuses who does not take what TAXII 2.1 answers; null when he does.</summary>
    public static IResult? Refusal(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0) return null;
        if (MediaTypeHeaderValue.TryParseList(request.Headers.Accept.ToArray()!, out var types) && types.Any(Takes)) return null;
        return Error(StatusCodes.Status406NotAcceptable, $"This server answers {MediaType}; name it in Accept.");
    }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static bool Takes(MediaTypeHeaderValue type)
    {
        if (type.MatchesAllTypes || (type.Type == "application" && type.MatchesAllSubTypes)) return true;
        if (!type.MediaType.Equals("application/taxii+json", StringComparison.OrdinalIgnoreCase)) return false;
        var version = type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))?.Value.Value?.Trim('"');
        return version is null or "2.1";
    }

    // The media type stands exactly as the standard has it: strict clients compare it.
    private sealed class Body(byte[] bytes, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            (httpContext.Response.StatusCode, httpContext.Response.ContentType, httpContext.Response.ContentLength) = (status, MediaType, bytes.Length);
            return httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
        }
    }
}
