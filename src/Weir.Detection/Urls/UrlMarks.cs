namespace Weir.Detection.Urls;

/// <summary>What was odd in the text of a URL before it was put in order: each mark is a known way to disguise an address.</summary>
[Flags]
public enum UrlMarks
{
    /// <summary>Nothing odd.</summary>
    None = 0,

    /// <summary>The text was longer than the limit; only its beginning was read.</summary>
    Cut = 1 << 0,

    /// <summary>Tabs, line feeds or carriage returns stood inside the text.</summary>
    ControlsRemoved = 1 << 1,

    /// <summary>A backslash stood where a slash belongs.</summary>
    Backslashes = 1 << 2,

    /// <summary>Slashes after the scheme were missing or too many.</summary>
    SlashesFixed = 1 << 3,

    /// <summary>A user name or password stands before the host.</summary>
    Userinfo = 1 << 4,

    /// <summary>The host was percent-encoded.</summary>
    PercentHost = 1 << 5,

    /// <summary>The host is an IPv4 address not written in dotted decimal.</summary>
    NumericHost = 1 << 6,

    /// <summary>The host was written with characters outside ASCII.</summary>
    Unicode = 1 << 7,

    /// <summary>A label of the host is punycode (<c>xn--</c>), written so or made so.</summary>
    Punycode = 1 << 8,

    /// <summary>The host ends in a dot.</summary>
    TrailingDot = 1 << 9,

    /// <summary>No scheme was given; http is assumed.</summary>
    SchemeAssumed = 1 << 10,

    /// <summary>Invisible characters (zero-width, soft hyphen, joiners) stood in the text.</summary>
    Invisible = 1 << 11,

    /// <summary>Characters that steer the writing direction stood in the text.</summary>
    Bidi = 1 << 12,

    /// <summary>A character that only looks like a slash stood in the text.</summary>
    UnicodeSlash = 1 << 13,

    /// <summary>A character that stands for, or looks like, a dot stood in the text.</summary>
    UnicodeDot = 1 << 14,

    /// <summary>More than one <c>@</c> stood before the host.</summary>
    SeveralAts = 1 << 15,

    /// <summary>Dot segments (<c>.</c>, <c>..</c>, <c>%2e</c>) were resolved in the path.</summary>
    DotSegments = 1 << 16,
}
