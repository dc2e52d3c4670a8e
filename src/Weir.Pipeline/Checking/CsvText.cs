using System.Buffers;
using System.Text;

namespace Weir.Pipeline.Checking;

/// <summary>Writes CSV cells as UTF-8 (RFC 4180).</summary>
internal static class CsvText
{
    private const int ScoreDigits = 9;

    /// <summary>A cell, quoted when it must be.</summary>
    public static void Cell(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> value, byte delimiter, bool isGuarded = false)
    {
        if (isGuarded && FormulaGuard.Needs(value)) Cell(to, [(byte)'\'', .. value], delimiter);
        else if (value.IndexOfAny((byte)'"', (byte)'\n', (byte)'\r') < 0 && !value.Contains(delimiter)) to.Write(value);
        else Quoted(to, value);
    }

    /// <summary>A cell of our own as bytes, guarded.</summary>
    public static byte[] Cell(string text, byte delimiter)
    {
        var to = new ArrayBufferWriter<byte>();
        Guarded(to, text, delimiter);
        return to.WrittenSpan.ToArray();
    }

    /// <summary>A whole number.</summary>
    public static void Number(ArrayBufferWriter<byte> to, long value)
    {
        value.TryFormat(to.GetSpan(20), out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        to.Advance(written);
    }

    /// <summary>A cell in quotes; NUL, which many readers refuse, becomes U+FFFD.</summary>
    public static void Quoted(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> value)
    {
        Byte(to, '"');
        for (var special = value.IndexOfAny((byte)'"', (byte)0); special >= 0; special = value.IndexOfAny((byte)'"', (byte)0))
        {
            to.Write(value[..special]);
            to.Write(value[special] == 0 ? "\uFFFD"u8 : "\"\""u8);
            value = value[(special + 1)..];
        }
        to.Write(value);
        Byte(to, '"');
    }

    /// <summary>A cell of our own, which a spreadsheet must not take for a formula.</summary>
    public static void Guarded(ArrayBufferWriter<byte> to, string? value, byte delimiter)
    {
        if (string.IsNullOrEmpty(value)) return;
        if (value[0] is '=' or '+' or '-' or '@' or '\t' or '\r') value = "'" + value;
        var room = to.GetSpan(3 * value.Length + 2);
        var length = Encoding.UTF8.GetBytes(value, room);
        if (room[..length].IndexOfAny((byte)'"', (byte)'\n', (byte)'\r') < 0 && !room[..length].Contains(delimiter)) to.Advance(length);
        else Quoted(to, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>A probability with nine decimals; nothing for NaN.</summary>
    public static void Score(ArrayBufferWriter<byte> to, double score)
    {
        if (double.IsNaN(score)) return;
        var scaled = (long)(Math.Clamp(score, 0, 1) * 1_000_000_000 + 0.5);
        var digits = to.GetSpan(ScoreDigits + 2)[..(ScoreDigits + 2)];
        for (var i = digits.Length - 1; i > 1; i--, scaled /= 10) digits[i] = (byte)('0' + scaled % 10);
        (digits[0], digits[1]) = ((byte)('0' + scaled), (byte)'.');
        to.Advance(digits.Length);
    }

    /// <summary>One ASCII character.</summary>
    public static void Byte(ArrayBufferWriter<byte> to, char value)
    {
        to.GetSpan(1)[0] = (byte)value;
        to.Advance(1);
    }
}
