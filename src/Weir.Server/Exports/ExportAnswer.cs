using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Weir.Server.Exports;

/// <summary>Sends pieces of text as they come, packed where the client takes it, under a tag that only the same text carries.</summary>
internal sealed class ExportAnswer(IEnumerable<string> pieces, string tag, string mediaType, string fileName) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var isPacked = TakesGzip(request);
        response.Headers.ETag = isPacked ? $"\"{tag}-gz\"" : $"\"{tag}\"";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "Accept-Encoding, Authorization";
        if (IsKnown(request))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = mediaType;
        response.Headers.ContentDisposition = $"inline; filename=\"{fileName}\"";
        response.Headers.XContentTypeOptions = "nosniff";
        if (isPacked) response.Headers.ContentEncoding = "gzip";
        await SendAsync(isPacked ? new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true) : response.Body, isPacked, httpContext.RequestAborted);
    }

    private async Task SendAsync(Stream to, bool isPacked, CancellationToken ct)
    {
        foreach (var piece in pieces) await to.WriteAsync(Encoding.UTF8.GetBytes(piece), ct);
        if (isPacked) await to.DisposeAsync();
    }

    // Both forms of the text stand for the same list.
    private bool IsKnown(HttpRequest request) => request.Headers.IfNoneMatch.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))
        .Select(value => value.StartsWith("W/", StringComparison.Ordinal) ? value[2..] : value).Any(value => value == "*" || value == $"\"{tag}\"" || value == $"\"{tag}-gz\"");

    private static bool TakesGzip(HttpRequest request) => request.Headers.AcceptEncoding.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))
        .Any(value => value.StartsWith("gzip", StringComparison.OrdinalIgnoreCase) && !value.Replace(" ", "", StringComparison.Ordinal).EndsWith(";q=0", StringComparison.Ordinal));
}
