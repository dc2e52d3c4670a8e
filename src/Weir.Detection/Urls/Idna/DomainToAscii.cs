using System.Text;

namespace Weir.Detection.Urls.Idna;

/// <summary>Domain to ASCII of the URL standard: UTS #46, non-transitional, with bidi and joiner checks, without length checks.</summary>
internal static class DomainToAscii
{
    /// <summary>Longest label outside plain ASCII, in code points: punycode takes quadratic time.</summary>
    public const int LongestLabel = 512;

    /// <summary>Replaces <paramref name="domain"/> by its ASCII form.</summary>
    public static UrlError Convert(UrlText domain, IdnaScratch scratch)
    {
        var text = domain.Written;
        if (Ascii.IsValid(text))
        {
            Ascii.ToLowerInPlace(text, out _);
            if (!text.StartsWith("xn--") && ((ReadOnlySpan<char>)text).IndexOf(".xn--") < 0)
                return UrlError.None;
        }
        if (!TryMap(text, scratch.Mapped))
            return UrlError.InvalidIdna;
        Nfc.Normalize(scratch.Mapped.Span, scratch.Normal);
        var error = DecodeLabels(scratch.Normal.Span, scratch);
        if (error == UrlError.None)
            error = EncodeLabels(scratch.Domain.Span, domain);
        return error;
    }

    private static bool TryMap(ReadOnlySpan<char> text, CodePoints to)
    {
        to.Clear();
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf16(text, out var rune, out var used);
            text = text[used..];
            var status = IdnaTables.Of(rune.Value).Status;
            if (status == IdnaStatus.Disallowed)
                return false;
            if (status == IdnaStatus.Valid)
                to.Add(rune.Value);
            else if (status == IdnaStatus.Mapped)
                to.Add(IdnaTables.Mapping(rune.Value));
        }
        return true;
    }

    /// <summary>Fills the scratch's domain with the labels in Unicode, punycode decoded, still parted by dots.</summary>
    private static UrlError DecodeLabels(ReadOnlySpan<int> text, IdnaScratch scratch)
    {
        scratch.Domain.Clear();
        while (true)
        {
            var dot = text.IndexOf('.');
            var label = dot < 0 ? text : text[..dot];
            var error = DecodeLabel(label, scratch);
            if (error != UrlError.None || dot < 0)
                return error;
            scratch.Domain.Add('.');
            text = text[(dot + 1)..];
        }
    }

    private static UrlError DecodeLabel(ReadOnlySpan<int> label, IdnaScratch scratch)
    {
        var start = scratch.Domain.Length;
        var isPunycode = label.StartsWith([(int)'x', 'n', '-', '-']);
        if (label.Length > LongestLabel && (isPunycode || !IsAscii(label)))
            return UrlError.LabelTooLong;
        if (!isPunycode)
            scratch.Domain.Add(label);
        else if (!IsAscii(label) || !Punycode.TryDecode(label[4..], scratch.Domain))
            return UrlError.InvalidIdna;
        var decoded = scratch.Domain.Span[start..];
        if (isPunycode && (IsAscii(decoded) || !IsNormal(decoded, scratch.Label)))
            return UrlError.InvalidIdna;
        return LabelRules.IsValid(decoded) ? UrlError.None : UrlError.InvalidIdna;
    }

    private static bool IsNormal(ReadOnlySpan<int> label, CodePoints scratch)
    {
        Nfc.Normalize(label, scratch);
        return scratch.Span.SequenceEqual(label);
    }

    private static UrlError EncodeLabels(ReadOnlySpan<int> domain, UrlText to)
    {
        to.Clear();
        var isBidi = LabelRules.IsRightToLeft(domain);
        while (true)
        {
            var dot = domain.IndexOf('.');
            var label = dot < 0 ? domain : domain[..dot];
            if (isBidi && !IsAscii(label) && !LabelRules.FollowsBidiRule(label))
                return UrlError.InvalidIdna;
            Append(label, to);
            if (dot < 0)
                return UrlError.None;
            to.Append('.');
            domain = domain[(dot + 1)..];
        }
    }

    private static void Append(ReadOnlySpan<int> label, UrlText to)
    {
        if (IsAscii(label))
        {
            foreach (var c in label)
                to.Append((char)c);
            return;
        }
        to.Append("xn--");
        Punycode.Encode(label, to);
    }

    private static bool IsAscii(ReadOnlySpan<int> label)
    {
        foreach (var c in label)
        {
            if (c > 0x7F)
                return false;
        }
        return true;
    }
}
