using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Server.Protocols.Syslog;

/// <summary>
/// Writes events as CEF or JSON in the frame of RFC 5424. Whatever a text holds, the event stays one line with the fields that it has:
/// separators are escaped, and control and direction signs are replaced.
/// </summary>
internal sealed class EventText(SyslogSettings settings, string machine, string version)
{
    private const string Program = "weir";
    private const int MostMachine = 255;

    private readonly string _machine = Printable(machine);

    /// <summary>The whole message, without the length that connections put in front.</summary>
    public byte[] Message(SyslogEvent told)
    {
        var text = new StringBuilder(512);
        text.Append('<').Append((settings.Facility * 8) + told.Severity).Append(">1 ")
            .Append(told.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            .Append(' ').Append(_machine).Append(' ').Append(Program).Append(' ').Append(Environment.ProcessId).Append(' ').Append(told.Kind).Append(" - ");
        return Encoding.UTF8.GetBytes(text.Append(settings.IsCef ? Cef(told) : Json(told)).ToString());
    }

    /// <summary>The event in the Common Event Format, version 0.</summary>
    public string Cef(SyslogEvent told)
    {
        var text = new StringBuilder("CEF:0|Weir|Weir|").Append(Head(version)).Append('|').Append(Head(told.Name)).Append('|').Append(Head(told.Title)).Append('|').Append(told.Urgency).Append('|');
        text.Append("rt=").Append(told.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        foreach (var field in told.Fields)
        {
            if (string.IsNullOrEmpty(field.Value)) continue;
            if (field.Label is not null) text.Append(' ').Append(field.Cef).Append("Label=").Append(field.Label);
            text.Append(' ').Append(field.Cef).Append('=').Append(Extension(SyslogEvent.Cut(field.Value)));
        }

        return text.ToString();
    }

    /// <summary>The event as one JSON object; ASCII only.</summary>
    public static string Json(SyslogEvent told)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, told.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("event"u8, told.Name);
            json.WriteNumber("severity"u8, told.Urgency);
            foreach (var field in told.Fields.Where(field => !string.IsNullOrEmpty(field.Value)))
            {
                if (field.IsNumber) json.WriteNumber(field.Json, double.Parse(field.Value!, CultureInfo.InvariantCulture));
                else json.WriteString(field.Json, SyslogEvent.Cut(field.Value!));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Head(string value) => Safe(value, "\\|", keepLines: false);

    private static string Extension(string value) => Safe(value, "\\=", keepLines: true);

    private static string Safe(string value, string escaped, bool keepLines)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r') text.Append(!keepLines ? " " : rune.Value == '\n' ? "\\n" : "\\r");
            else if (IsUnseen(rune)) text.Append('\uFFFD');
            else if (rune.IsAscii && escaped.Contains((char)rune.Value, StringComparison.Ordinal)) text.Append('\\').Append((char)rune.Value);
            else text.Append(rune);
        }

        return text.ToString();
    }

    // Control signs, signs that turn the direction of writing, and the line ends of Unicode would change what a person reads in a log.
    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Printable(string name)
    {
        var text = new string([.. name.Where(c => c is > ' ' and <= '~').Take(MostMachine)]);
        return text.Length == 0 ? "-" : text;
    }
}
