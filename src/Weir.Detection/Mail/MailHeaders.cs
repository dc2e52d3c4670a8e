using System.Text;

namespace Weir.Detection.Mail;

/// <summary>The header fields of a mail or of one of its parts, unfolded; names compare without case.</summary>
internal sealed class MailHeaders
{
    private const int MostFields = 1000;
    private const int MostBytes = 256 * 1024;

    private readonly Dictionary<string, string> _first = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many fields there are.</summary>
    public int Count { get; private set; }

    /// <summary>The value of the first field of this name; empty when there is none.</summary>
    public string this[string name] => _first.GetValueOrDefault(name, "");

    /// <summary>Reads the fields in front of the first empty line, or of the first line that is none; the body begins behind them.</summary>
    public static MailHeaders Read(ReadOnlySpan<byte> text, out int bodyStart)
    {
        var headers = new MailHeaders();
        var field = new StringBuilder();
        bodyStart = 0;
        while (bodyStart < text.Length && bodyStart < MostBytes)
        {
            var line = MailLines.Next(text[bodyStart..], out var used);
            if (line.IsEmpty)
            {
                bodyStart += used;
                break;
            }

            var isContinuation = line[0] is (byte)' ' or (byte)'\t';
            if (!isContinuation && !IsField(line)) break;
            bodyStart += used;
            if (!isContinuation) headers.Take(field);
            field.Append(Encoding.Latin1.GetString(line));
        }

        headers.Take(field);
        return headers;
    }

    /// <summary>Whether a line has the form <c>Name: value</c>.</summary>
    public static bool IsField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        return colon > 0 && line[..colon].TrimEnd((byte)' ').IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
    }

    private void Take(StringBuilder field)
    {
        var text = field.ToString();
        field.Clear();
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || Count >= MostFields) return;
        Count++;
        _first.TryAdd(text[..colon].TrimEnd(), text[(colon + 1)..].Trim());
    }
}

/// <summary>Lines of a mail, ended by LF or CR LF.</summary>
internal static class MailLines
{
    /// <summary>The first line without its end, and how many bytes it takes with it.</summary>
    public static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> text, out int used)
    {
        var end = text.IndexOf((byte)'\n');
        used = end < 0 ? text.Length : end + 1;
        var line = text[..(end < 0 ? text.Length : end)];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }
}
