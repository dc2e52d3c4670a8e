using System.Text;

namespace Weir.Pipeline.Files;

/// <summary>Tells mails from lists.</summary>
public static class MailFormat
{
    private static readonly string[] Fields =
        ["received", "return-path", "message-id", "mime-version", "from", "to", "subject", "date", "delivered-to", "content-type", "dkim-signature", "reply-to"];

    /// <summary>Mbox or eml by name and first bytes; <see cref="FileFormat.Auto"/> for what is no mail.</summary>
    public static FileFormat Of(string name, ReadOnlySpan<byte> first)
    {
        var plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        var extension = Path.GetExtension(plain).ToLowerInvariant();
        if (extension is ".mbox" or ".mbx") return FileFormat.Mbox;
        if (first.StartsWith("From "u8) && IsHeader(first[(first.IndexOf((byte)'\n') + 1)..], 1)) return FileFormat.Mbox;
        return extension == ".eml" || IsHeader(first, 2) ? FileFormat.Eml : FileFormat.Auto;
    }

    /// <summary>The format of a file on disk.</summary>
    public static FileFormat Of(string path)
    {
        using var file = InputFile.Open(path);
        return Of(file.Name, file.Peek());
    }

    // Fields that mails have among the first lines: no list begins with two of them.
    private static bool IsHeader(ReadOnlySpan<byte> text, int least)
    {
        var known = 0;
        for (var lines = 0; lines < 20 && !text.IsEmpty && known < least; lines++)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            if (line.Trim((byte)'\r').IsEmpty) break;
            var isContinuation = line is [(byte)' ' or (byte)'\t', ..];
            var colon = line.IndexOf((byte)':');
            if (!isContinuation && (colon <= 0 || colon > 40)) return false;
            if (!isContinuation && Fields.Contains(Encoding.Latin1.GetString(line[..colon]).ToLowerInvariant())) known++;
            text = end < 0 ? default : text[(end + 1)..];
        }

        return known >= least;
    }
}
