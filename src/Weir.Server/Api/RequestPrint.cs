using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Weir.Server.Api;

/// <summary>
/// Tells one request from another by what it asks: query, length, and the beginning of its body, which stays unread. The boundary of a
/// form is left out: programs choose a new one each time they send the same form.
/// </summary>
internal static class RequestPrint
{
    /// <summary>Bytes of the body that are looked at.</summary>
    public const int MostBytes = 64 << 10;

    /// <summary>The print of a request, as hex.</summary>
    public static async Task<string> Of(HttpRequest request, CancellationToken ct)
    {
        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(ct);
            if (read.IsCompleted || read.Buffer.Length >= MostBytes)
            {
                var print = Of(request, read.Buffer.Slice(0, Math.Min(read.Buffer.Length, MostBytes)));
                body.AdvanceTo(read.Buffer.Start);
                return print;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static string Of(HttpRequest request, ReadOnlySequence<byte> start)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{request.QueryString.Value}\n{request.ContentLength}\n")));
        var rest = (ReadOnlySpan<byte>)start.ToArray();
        var boundary = Boundary(request);
        for (int at; boundary.Length > 0 && (at = rest.IndexOf(boundary)) >= 0; rest = rest[(at + boundary.Length)..]) hash.AppendData(rest[..at]);
        hash.AppendData(rest);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ReadOnlySpan<byte> Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Boundary.HasValue
            ? Encoding.UTF8.GetBytes(HeaderUtilities.RemoveQuotes(type.Boundary).ToString())
            : [];
}
