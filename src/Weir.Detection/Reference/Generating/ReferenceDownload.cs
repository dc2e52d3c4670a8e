using System.IO.Compression;
using System.Text;

namespace Weir.Detection.Reference.Generating;

/// <summary>Fetches the text of a list from an address or a file, plain, .gz or .zip, within bounds.</summary>
/// <param name="http">A client that follows no redirect by itself.</param>
/// <param name="bounds">Bytes and time.</param>
/// <param name="time">The clock of the time bound.</param>
internal sealed class ReferenceDownload(HttpClient http, UpdateBounds bounds, TimeProvider time)
{
    private const int MostRedirects = 3;

    /// <summary>The lines.</summary>
    /// <exception cref="ReferenceFileException">It cannot be fetched or read, or passes a bound; the message is a sentence without its end.</exception>
    public async Task<string[]> LinesAsync(string address, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(bounds.Time, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            return Text(await FetchAsync(address, either.Token)).Split('\n', StringSplitOptions.TrimEntries);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new ReferenceFileException($"{address} took longer than {bounds.Time.TotalSeconds:0.#} s");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ReferenceFileException($"{address} cannot be read ({fault.Message.TrimEnd('.')})");
        }
    }

    private async Task<byte[]> FetchAsync(string address, CancellationToken ct)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            await using FileStream file = File.OpenRead(address);
            return await BoundedAsync(file, address, ct);
        }
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            using HttpResponseMessage response = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.IsSuccessStatusCode) return await BoundedAsync(await response.Content.ReadAsStreamAsync(ct), address, ct);
            if (response.Headers.Location is not { } location || (int)response.StatusCode is < 300 or > 399)
                throw new ReferenceFileException($"{address} answered {(int)response.StatusCode}");
            Uri next = new(uri, location);
            // Only its operator's word sends Weir to another host: a redirect could point into the own network.
            if (next.Host != uri.Host || next.Port != uri.Port || next.Scheme != uri.Scheme)
                throw new ReferenceFileException($"{address} redirects to {next}, which must be named by --source when it is wanted");
            uri = next;
        }
        throw new ReferenceFileException($"{address} redirects more than {MostRedirects} times");
    }

    private string Text(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        byte[] plain = bytes switch
        {
            [0x1F, 0x8B, ..] => Bounded(new GZipStream(stream, CompressionMode.Decompress)),
            [(byte)'P', (byte)'K', 3, 4, ..] => Unzipped(stream),
            _ => bytes,
        };
        if (plain.AsSpan().Contains((byte)0)) throw new InvalidDataException("it is not text");
        return Encoding.UTF8.GetString(plain);
    }

    private byte[] Unzipped(Stream stream)
    {
        using var archive = new ZipArchive(stream);
        return archive.Entries.Count == 1 ? Bounded(archive.Entries[0].Open()) : throw new InvalidDataException("the archive does not hold exactly one file");
    }

    private byte[] Bounded(Stream stream)
    {
        using (stream) return BoundedAsync(stream, "the unpacked text", CancellationToken.None).GetAwaiter().GetResult();
    }

    private async Task<byte[]> BoundedAsync(Stream stream, string name, CancellationToken ct)
    {
        using var kept = new MemoryStream();
        byte[] buffer = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (kept.Length + read > bounds.Bytes) throw new ReferenceFileException($"{name} is larger than {bounds.Bytes} bytes");
            kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }
}
