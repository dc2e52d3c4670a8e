namespace Weir.Detection.Urls.Idna;

/// <summary>Punycode (RFC 3492). Time is quadratic in the label, which the caller bounds.</summary>
internal static class Punycode
{
    private const int Base = 36, TMin = 1, TMax = 26, Skew = 38, Damp = 700, InitialBias = 72, InitialN = 128;

    /// <summary>Appends the decoded form of <paramref name="text"/> (without <c>xn--</c>, lower case).</summary>
    public static bool TryDecode(ReadOnlySpan<int> text, CodePoints to)
    {
        var delimiter = text.LastIndexOf('-');
        var start = to.Length;
        if (delimiter > 0)
            to.Add(text[..delimiter]);
        text = text[(delimiter > 0 ? delimiter + 1 : 0)..];
        long n = InitialN, i = 0;
        var bias = InitialBias;
        while (!text.IsEmpty)
        {
            var old = i;
            if (!TryDelta(ref text, bias, ref i))
                return false;
            var count = to.Length - start + 1;
            bias = Adapt(i - old, count, old == 0);
            n += i / count;
            i %= count;
            if (n > 0x10FFFF)
                return false;
            to.Insert(start + (int)i++, (int)n);
        }
        return true;
    }

    /// <summary>Appends the encoded form of <paramref name="label"/>, without <c>xn--</c>.</summary>
    public static void Encode(ReadOnlySpan<int> label, UrlText to)
    {
        var basic = 0;
        foreach (var c in label)
        {
            if (c >= InitialN)
                continue;
            to.Append((char)c);
            basic++;
        }
        if (basic > 0)
            to.Append('-');
        long delta = 0;
        var (n, bias, handled) = (InitialN, InitialBias, basic);
        while (handled < label.Length)
        {
            var next = NextAbove(label, n);
            delta += (long)(next - n) * (handled + 1);
            n = next;
            foreach (var c in label)
            {
                if (c < n)
                    delta++;
                if (c != n)
                    continue;
                AppendDelta(delta, bias, to);
                bias = Adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }
            delta++;
            n++;
        }
    }

    private static bool TryDelta(ref ReadOnlySpan<int> text, int bias, ref long i)
    {
        long weight = 1;
        for (var k = Base; ; k += Base)
        {
            var digit = text.IsEmpty ? -1 : Digit(text[0]);
            if (digit < 0)
                return false;
            text = text[1..];
            i += digit * weight;
            var t = Math.Clamp(k - bias, TMin, TMax);
            if (digit < t)
                return true;
            weight *= Base - t;
            if (i > int.MaxValue || weight > int.MaxValue)
                return false;
        }
    }

    private static int NextAbove(ReadOnlySpan<int> label, int n)
    {
        var next = int.MaxValue;
        foreach (var c in label)
        {
            if (c >= n && c < next)
                next = c;
        }
        return next;
    }

    private static void AppendDelta(long delta, int bias, UrlText to)
    {
        var k = Base;
        for (; ; k += Base)
        {
            var t = Math.Clamp(k - bias, TMin, TMax);
            if (delta < t)
                break;
            to.Append(DigitChar((int)(t + (delta - t) % (Base - t))));
            delta = (delta - t) / (Base - t);
        }
        to.Append(DigitChar((int)delta));
    }

    private static int Adapt(long delta, int count, bool first)
    {
        delta = first ? delta / Damp : delta / 2;
        delta += delta / count;
        var k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base)
            delta /= Base - TMin;
        return k + (int)((Base - TMin + 1) * delta / (delta + Skew));
    }

    private static int Digit(int c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a',
        >= '0' and <= '9' => c - '0' + 26,
        _ => -1,
    };

    private static char DigitChar(int digit) => (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);
}
