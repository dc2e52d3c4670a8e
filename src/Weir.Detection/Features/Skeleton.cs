using Weir.Detection.Urls.Idna;

namespace Weir.Detection.Features;

/// <summary>
/// What an internationalised label looks like in ASCII: punycode is decoded and each letter replaced by the Latin letter
/// that it resembles (accents dropped; Cyrillic and Greek look-alikes, after the idea of Unicode TR 39).
/// </summary>
internal static class Skeleton
{
    private const char Unlike = '\u007F';

    /// <summary>U+00C0 to U+017F and U+1E00 to U+1EFF without their accents; a dot where no ASCII letter resembles.</summary>
    private const string Latin = "aaaaaaaceeeeiiiionooooo.ouuuuypbaaaaaaaceeeeiiiionooooo.ouuuuypyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzf";

    private const string LatinAdditional = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy....b.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

    private const string From = "авгеёіїјкмнопрстухьһѕѵӏԁԛԝүґєαβγεηικνορστυχωɑɡɩʟɴʀʏᴀᴄᴏᴜᴠᴡᴢƅʋ";
    private const string To = "abreeiijkmhonpctyxbhsvldqwyrcabyenikvopotuxwagilnryacouvwzbu";

    /// <summary>Longest label that is decoded; longer ones are no name that a person reads.</summary>
    private const int Longest = 63;

    /// <summary>The label as it looks, in <paramref name="to"/>; the label itself when it is plain ASCII or cannot be decoded.</summary>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> label, IdnaScratch scratch, Span<char> to)
    {
        if (!label.StartsWith("xn--") || label.Length > Longest) return label;
        scratch.Label.Clear();
        scratch.Label.Add(label[4..]);
        scratch.Domain.Clear();
        if (!Punycode.TryDecode(scratch.Label.Span, scratch.Domain)) return label;
        var written = 0;
        foreach (var point in scratch.Domain.Span) to[written++] = Like(point);
        return to[..written];
    }

    /// <summary>The ASCII letter that a code point resembles.</summary>
    private static char Like(int point)
    {
        var like = point switch
        {
            < 0x80 => (char)point,
            >= 0xC0 and < 0x180 => Latin[point - 0xC0],
            >= 0x1E00 and < 0x1F00 => LatinAdditional[point - 0x1E00],
            > 0xFFFF => Unlike,
            _ => From.IndexOf((char)point, StringComparison.Ordinal) is >= 0 and var at ? To[at] : Unlike,
        };
        return like == '.' ? Unlike : like;
    }
}
