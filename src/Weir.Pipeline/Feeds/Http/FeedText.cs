using System.Net.Http.Headers;
using System.Text;
using System.Text.Unicode;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Http;

/// <summary>The text of a downloaded body: unpacked within bounds, in UTF-8, and not a web page.</summary>
internal sealed class FeedText : IDisposable
{
    private readonly Stream _file;
    private readonly UnpackedBody _body;

    private FeedText(Stream file, UnpackedBody body, InputFile input) => (_file, _body, Input) = (file, body, input);

    public InputFile Input { get; }

    /// <summary>Why the text ended before its end: a clause; null when it did not. Known once all has been read.</summary>
    public string? Damage => _body.Damage;

    /// <summary>Opens a body; <see cref="InputFileException"/>, whose message is a sentence, when it is no text of a feed.</summary>
    public static FeedText Open(string path, PartMark mark, string name, long most)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            var body = UnpackedBody.Open(file, mark.Encoding, name, most);
            var peeked = new PeekedStream(body);
            RefusePage(peeked.Peek(1024), name);
            return new FeedText(file, body, InputFile.From(InUtf8(peeked, mark.ContentType), name));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Input.Dispose();
        _body.Dispose();
        _file.Dispose();
    }

    private static void RefusePage(ReadOnlySpan<byte> first, string name)
    {
        var start = first.StartsWith(Encoding.UTF8.Preamble) ? first[3..] : first;
        if (start.TrimStart(" \t\r\n"u8) is [(byte)'<', ..]) throw new InputFileException($"{name} is a web page, not a list.");
    }

    // A declared charset counts only where the bytes do not prove it wrong; Latin-1 is what unreadable lines are taken for anyway.
    private static Stream InUtf8(PeekedStream bytes, string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.CharSet?.Trim('"', '\'') is not { Length: > 0 } name) return bytes;
        if (Declared(name) is not { } encoding || encoding is UTF8Encoding) return bytes;
        var first = bytes.Peek(InputFile.PeekBytes);
        var hasMark = first is [0xEF, 0xBB, 0xBF, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        var isWide = !encoding.IsSingleByte && encoding.GetByteCount("a") > 1;
        if (hasMark || (isWide ? !first.Contains((byte)0) : IsUtf8(first))) return bytes;
        return Encoding.CreateTranscodingStream(bytes, encoding, Encoding.UTF8);
    }

    // The last character may be cut.
    private static bool IsUtf8(ReadOnlySpan<byte> first)
    {
        var end = first.Length;
        for (var back = 0; back < 4 && end > 0 && (first[end - 1] & 0x80) != 0; back++) end--;
        return Utf8.IsValid(first[..end]) || Utf8.IsValid(first);
    }

    private static Encoding? Declared(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
