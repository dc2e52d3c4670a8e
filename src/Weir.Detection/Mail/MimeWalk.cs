namespace Weir.Detection.Mail;

/// <summary>
/// Goes through the parts of a mail, attached mails too, and hands over what a person would read or click. Parts beyond the bounds
/// are left out and named.
/// </summary>
internal sealed class MimeWalk(MailLinks links)
{
    private const int Deepest = 16;
    private const int MostParts = 500;

    private int _parts;

    /// <summary>What was left out, one phrase; null when nothing was.</summary>
    public string? Omission { get; private set; }

    /// <summary>Walks through a mail or part that begins with header fields.</summary>
    public MailHeaders Walk(ReadOnlySpan<byte> text, int depth = 0)
    {
        var headers = MailHeaders.Read(text, out var start);
        if (++_parts > MostParts) Omit($"more than {MostParts} parts");
        else if (depth > Deepest) Omit($"parts nested deeper than {Deepest}");
        else Take(headers, text[start..], depth);
        return headers;
    }

    private void Take(MailHeaders headers, ReadOnlySpan<byte> body, int depth)
    {
        var type = ContentType.Read(headers["Content-Type"], headers["Content-Disposition"]);
        if (type.Media.StartsWith("multipart/", StringComparison.Ordinal) && type.Boundary.Length > 0)
        {
            Split(body, System.Text.Encoding.Latin1.GetBytes("--" + type.Boundary), depth);
            return;
        }

        var isMail = type.Media is "message/rfc822" or "message/global";
        if (!isMail && !type.IsHtml && !type.IsPlain) return;
        var bytes = TransferEncoding.Decode(body, headers["Content-Transfer-Encoding"]);
        if (isMail) Walk(bytes, depth + 1);
        else if (type.IsHtml) links.AddHtml(TransferEncoding.Text(bytes, type.Charset));
        else links.AddPlain(TransferEncoding.Text(bytes, type.Charset));
    }

    // RFC 2046 section 5.1: what stands before the first delimiter and behind the last is no part.
    private void Split(ReadOnlySpan<byte> body, ReadOnlySpan<byte> delimiter, int depth)
    {
        var start = -1;
        for (var at = 0; at < body.Length && _parts <= MostParts;)
        {
            var line = MailLines.Next(body[at..], out var used);
            if (line.StartsWith(delimiter) && Ends(line[delimiter.Length..]) is { } isLast)
            {
                if (start >= 0) Walk(body[start..at], depth + 1);
                start = isLast ? -1 : at + used;
                if (isLast) return;
            }

            at += used;
        }

        if (start >= 0) Walk(body[start..], depth + 1);
    }

    // Null when more text follows, so that the line belongs to another delimiter.
    private static bool? Ends(ReadOnlySpan<byte> rest)
    {
        var isLast = rest.StartsWith("--"u8);
        var tail = isLast ? rest[2..] : rest;
        return tail.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0 ? isLast : null;
    }

    private void Omit(string what) => Omission ??= what;
}
