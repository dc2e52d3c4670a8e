using System.Globalization;
using System.Text;

namespace Weir.Detection.Tables;

/// <summary>Reads decimal numbers strictly: a sign, digits, a point, an exponent, and nothing else, whatever the machine's culture.</summary>
public static class NumberText
{
    private const double FirstRounded = 9007199254740992;
    private const int MostDigits = 15;

    // Powers of ten that a double holds exactly.
    private static readonly double[] Powers =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>
    /// The value of a text without blanks around it; minus zero is zero. <see cref="CellFault.Rounded"/> comes with a value, every
    /// other fault without.
    /// </summary>
    public static CellFault Read(ReadOnlySpan<byte> text, out double value)
    {
        var isNegative = text.Length > 0 && text[0] == '-';
        var at = isNegative || (text.Length > 0 && text[0] == '+') ? 1 : 0;
        var (start, mantissa, digits, point) = (at, 0L, 0, -1);
        for (; at < text.Length; at++)
        {
            var digit = (uint)text[at] - '0';
            if (digit <= 9)
            {
                if (++digits <= MostDigits) mantissa = (10 * mantissa) + digit;
            }
            else if (text[at] == '.' && point < 0) point = at;
            else break;
        }

        if (digits == 0 || digits > MostDigits || at < text.Length) return ReadLong(text, start, digits, out value);
        value = point < 0 ? mantissa : mantissa / Powers[at - point - 1];
        if (isNegative && mantissa != 0) value = -value;
        return CellFault.None;
    }

    private static CellFault ReadLong(ReadOnlySpan<byte> text, int start, int digits, out double value)
    {
        value = 0;
        if (digits == 0 || text.ContainsAnyExcept("0123456789+-.eE"u8)) return WhyNot(text, start);
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)) return WhyNot(text, start);
        if (Math.Abs(value) > float.MaxValue) return CellFault.TooLarge;
        if (value == 0) value = 0;
        return Math.Abs(value) >= FirstRounded && !text.ContainsAny(".eE"u8) ? CellFault.Rounded : CellFault.None;
    }

    private static CellFault WhyNot(ReadOnlySpan<byte> text, int start)
    {
        var rest = text[start..];
        if (rest.Length > 2 && rest[0] == '0' && rest[1] is (byte)'x' or (byte)'X' && !rest[2..].ContainsAnyExcept("0123456789abcdefABCDEF"u8)) return CellFault.Hexadecimal;
        if (IsInfinity(rest)) return CellFault.NotFinite;
        if (IsDate(rest)) return CellFault.Date;
        var isGrouped = rest.Contains((byte)',') && rest.Length > 1 && !rest.ContainsAnyExcept("0123456789.,eE+- "u8) && rest.ContainsAnyInRange((byte)'0', (byte)'9');
        return isGrouped ? CellFault.Comma : CellFault.NotNumber;
    }

    private static bool IsInfinity(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, "inf") || Ascii.EqualsIgnoreCase(text, "infinity") || Ascii.EqualsIgnoreCase(text, "nan") || text.SequenceEqual("∞"u8);

    // 2024-01-31 with or without a time, 31.01.2024, 1/31/2024.
    private static bool IsDate(ReadOnlySpan<byte> text)
    {
        if (text.Length < 6 || !char.IsAsciiDigit((char)text[0])) return false;
        var mark = text[..Math.Min(text.Length, 5)].IndexOfAny("-./"u8);
        if (mark < 1) return false;
        var second = text[(mark + 1)..].IndexOf(text[mark]);
        if (second is < 1 or > 2 || text[(mark + 1)..(mark + 1 + second)].ContainsAnyExcept("0123456789"u8)) return false;
        var last = text[(mark + second + 2)..];
        return last.Length > 0 && char.IsAsciiDigit((char)last[0]);
    }
}
