using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Pipeline;

namespace Weir.Server.Logs;

/// <summary>One log entry as one line without secrets: JSON for programs, or text for people.</summary>
internal static class LogLine
{
    private const int LongestException = 16 << 10;
    private const string Template = "{OriginalFormat}";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>The line as JSON, with its line end: time, level, category, event, message, values, exception.</summary>
    public static ReadOnlySpan<byte> Json(DateTimeOffset at, LogLevel level, string category, EventId id, string message, object? state, Exception? fault, SecretMask mask)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, at.UtcDateTime);
            json.WriteString("level"u8, Word(level));
            json.WriteString("category"u8, category);
            if (id.Id != 0) json.WriteNumber("event"u8, id.Id);
            json.WriteString("message"u8, mask.Masked(message));
            WriteValues(json, state, mask);
            if (fault is not null) json.WriteString("exception"u8, Shown(fault, mask));
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    /// <summary>The line as text, without its line end.</summary>
    public static string Text(LogLevel level, string category, EventId id, string message, Exception? fault, SecretMask mask)
    {
        var text = $"{Short(level)}: {category}[{id.Id}] {mask.Masked(message)}";
        if (fault is not null) text += " " + Shown(fault, mask);
        return text.ReplaceLineEndings(" ");
    }

    private static void WriteValues(Utf8JsonWriter json, object? state, SecretMask mask)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values || values.All(pair => pair.Key == Template)) return;
        json.WriteStartObject("values"u8);
        foreach (var (name, value) in values.Where(pair => pair.Key != Template)) WriteValue(json, name, value, mask);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value, SecretMask mask)
    {
        switch (value)
        {
            case null: json.WriteNull(name); break;
            case bool truth: json.WriteBoolean(name, truth); break;
            case int or long or short or byte: json.WriteNumber(name, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)); break;
            case double number when double.IsFinite(number): json.WriteNumber(name, number); break;
            default: json.WriteString(name, mask.Masked(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "")); break;
        }
    }

    private static string Shown(Exception fault, SecretMask mask)
    {
        var text = fault.ToString();
        return mask.Masked(text.Length <= LongestException ? text : text[..LongestException] + "…");
    }

    private static string Word(LogLevel level) => level.ToString().ToLowerInvariant();

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
