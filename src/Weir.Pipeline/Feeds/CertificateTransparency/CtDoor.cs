using System.Globalization;
using System.IO.Compression;
using System.Net;
using Weir.Evidence.Http;

namespace Weir.Pipeline.Feeds.CertificateTransparency;

/// <summary>Asks a log for the bytes of one address, within bounds.</summary>
internal sealed class CtDoor(GuardedHttp http, FeedSettings feed, TimeProvider time)
{
    private const int MaxBytes = 32 << 20;

    private readonly Uri _log = feed.Url!;

    /// <summary>The log as it may stand in messages.</summary>
    public string Shown => GuardedHttp.Shown(_log);

    /// <summary>The bytes at a path below the log's address.</summary>
    public async Task<CtAnswer<byte[]>> GetAsync(string path, CancellationToken ct)
    {
        using var answer = await http.SendAsync(new GuardedRequest
        {
            Address = new Uri(_log.AbsoluteUri.TrimEnd('/') + "/" + path),
            IsConfigured = true,
            Headers = feed.UserAgent is { } agent ? [("User-Agent", agent)] : [],
            MaxBytes = MaxBytes,
            Timeout = feed.Timeout,
            StallTimeout = feed.StallTimeout,
        }, ct);
        if (answer.Fault is not null) return new CtAnswer<byte[]>(null, answer.Fault);
        if (answer.Status != HttpStatusCode.OK)
            return new CtAnswer<byte[]>(null, string.Create(CultureInfo.InvariantCulture, $"{Shown} answered {(int)answer.Status} to {path.Split('?')[0]}"), NotBefore(answer));
        try
        {
            var body = await ReadAsync(answer, ct);
            return body is null ? new CtAnswer<byte[]>(null, $"the answer of {Shown} is larger than allowed ({MaxBytes >> 20} MiB unpacked)") : new CtAnswer<byte[]>(body);
        }
        catch (GuardedReadException cut)
        {
            return new CtAnswer<byte[]>(null, cut.Message);
        }
        catch (InvalidDataException)
        {
            return new CtAnswer<byte[]>(null, $"the answer of {Shown} is damaged gzip");
        }
    }

    // Static logs may keep their tiles packed and serve them so to everybody.
    private static async Task<byte[]?> ReadAsync(GuardedAnswer answer, CancellationToken ct)
    {
        using var held = new MemoryStream();
        var isPacked = string.Equals(answer.Header("Content-Encoding"), "gzip", StringComparison.OrdinalIgnoreCase);
        await using var body = isPacked ? new GZipStream(answer.Body, CompressionMode.Decompress) : answer.Body;
        var buffer = new byte[64 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, ct)) > 0;)
        {
            held.Write(buffer, 0, read);
            if (held.Length > MaxBytes) return null;
        }

        return held.ToArray();
    }

    private DateTimeOffset? NotBefore(GuardedAnswer answer)
    {
        var text = answer.Header("Retry-After");
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return time.GetUtcNow().AddSeconds(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }
}
