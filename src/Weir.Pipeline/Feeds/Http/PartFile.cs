using System.Text.Json;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Http;

/// <summary>What is known of a download of which only a part may be there.</summary>
internal sealed record PartMark
{
    public required Validators Validators { get; init; }

    /// <summary>How the bytes are packed, as the server said.</summary>
    public string? Encoding { get; init; }

    /// <summary>The media type with its charset, as the server said.</summary>
    public string? ContentType { get; init; }

    /// <summary>What an If-Range needs: a strong tag, or a date. Null when the rest cannot be asked for.</summary>
    public string? Range() => Validators.ETag is { } tag && !tag.StartsWith("W/", StringComparison.Ordinal) ? tag : Validators.LastModified;
}

/// <summary>The body of a download on the disk, with the mark by which it can be continued.</summary>
internal sealed class PartFile(string directory)
{
    public string Body { get; } = Path.Combine(directory, "body");

    private string MarkFile { get; } = Path.Combine(directory, "body.json");

    public long Length => File.Exists(Body) ? new FileInfo(Body).Length : 0;

    /// <summary>The mark of a part that can be continued; null when there is none, or one of another address.</summary>
    public PartMark? Mark(Uri address)
    {
        if (!File.Exists(MarkFile) || Length == 0) return null;
        try
        {
            var mark = JsonSerializer.Deserialize<PartMark>(File.ReadAllBytes(MarkFile));
            return mark?.Validators?.AddressHash == Validators.HashOf(address) && mark.Range() is not null ? mark : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Begins anew.</summary>
    public void Begin(PartMark mark)
    {
        Delete();
        AtomicFile.Write(MarkFile, stream => JsonSerializer.Serialize(stream, mark));
    }

    public void Delete()
    {
        File.Delete(MarkFile);
        File.Delete(Body);
    }
}
