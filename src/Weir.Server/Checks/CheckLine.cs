using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Weir.Server.Checks;

/// <summary>Reads one line of a stream: an object with subject or url, a JSON text, or the bare subject.</summary>
internal static class CheckLine
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The subject of a line without its line feed.</summary>
    public static CheckSubject Read(in ReadOnlySequence<byte> line)
    {
        var span = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        span = span.Trim(" \t\r"u8);
        if (span.IsEmpty) return new CheckSubject("", "The line is empty.");
        return span[0] is (byte)'{' or (byte)'"' ? Json(span) : Plain(span);
    }

    private static CheckSubject Json(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 16 });
            reader.Read();
            var subject = CheckBodyParser.ReadItem(ref reader);
            return reader.Read() ? new CheckSubject("", "The line holds more than one JSON value.") : subject;
        }
        catch (JsonException)
        {
            return new CheckSubject("", "The line is not valid JSON.");
        }
    }

    private static CheckSubject Plain(ReadOnlySpan<byte> text)
    {
        try
        {
            return new CheckSubject(Strict.GetString(text), null);
        }
        catch (DecoderFallbackException)
        {
            return new CheckSubject(Encoding.UTF8.GetString(text), "The line is not UTF-8.");
        }
    }
}
