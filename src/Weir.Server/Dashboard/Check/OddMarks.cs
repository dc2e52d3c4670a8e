using Weir.Detection.Urls;

namespace Weir.Server.Dashboard.Check;

/// <summary>What was odd in the text of an address, in sentences.</summary>
internal static class OddMarks
{
    private static readonly (UrlMarks Mark, string Sentence)[] Sentences =
    [
        (UrlMarks.Userinfo, "A user name stands before the host: what is left of the @ is not the destination."),
        (UrlMarks.SeveralAts, "More than one @ stands before the host."),
        (UrlMarks.NumericHost, "The host is an IP address in an unusual spelling."),
        (UrlMarks.PercentHost, "The host was hidden behind percent signs."),
        (UrlMarks.Unicode, "The host was written with letters outside ASCII, which may look like others."),
        (UrlMarks.Punycode, "The host holds an internationalised name (xn--)."),
        (UrlMarks.Bidi, "Characters that turn the writing direction stood in the text."),
        (UrlMarks.Invisible, "Invisible characters stood in the text."),
        (UrlMarks.UnicodeSlash, "A character that only looks like a slash stood in the text."),
        (UrlMarks.UnicodeDot, "A character that only looks like a dot stood in the text."),
        (UrlMarks.ControlsRemoved, "Tabs or line breaks stood inside the text."),
        (UrlMarks.Backslashes, "Backslashes stood where slashes belong."),
        (UrlMarks.SlashesFixed, "Slashes after the scheme were missing or too many."),
        (UrlMarks.DotSegments, "The path went up and down (dot segments) before it came to its end."),
        (UrlMarks.TrailingDot, "The host ends in a dot."),
        (UrlMarks.Cut, "The text was too long: only its beginning was read."),
    ];

    /// <summary>A sentence for each mark.</summary>
    public static IReadOnlyList<string> Of(UrlMarks marks) => [.. Sentences.Where(one => (marks & one.Mark) != 0).Select(one => one.Sentence)];
}
