using System.Buffers;

namespace Weir.Detection.Urls;

/// <summary>The character sets of the URL standard, for ASCII; everything outside printable ASCII is in every percent-encode set.</summary>
internal static class CharSets
{
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>Characters that stay as they are in a path.</summary>
    public static readonly SearchValues<char> PathSafe = Except(" \"#<>?^`{}");

    /// <summary>Characters that stay as they are in the path of a web URL when no segment needs a look.</summary>
    public static readonly SearchValues<char> PathPlain = Except(" \"#<>?^`{}\\");

    public static readonly SearchValues<char> QuerySafe = Except(" \"#<>");

    public static readonly SearchValues<char> SpecialQuerySafe = Except(" \"#<>'");

    public static readonly SearchValues<char> FragmentSafe = Except(" \"<>`");

    public static readonly SearchValues<char> UserinfoSafe = Except(" \"#<>?^`{}/:;=@[\\]|");

    /// <summary>What opaque paths and opaque hosts keep.</summary>
    public static readonly SearchValues<char> OpaqueSafe = Except("");

    // A set, since a search by range boxes its ends until it is compiled for the second time.
    public static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    public static readonly SearchValues<char> Scheme = SearchValues.Create(Alphanumeric + "+-.");

    /// <summary>Characters of a host that need nothing done.</summary>
    public static readonly SearchValues<char> PlainHost = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=\"`{}");

    public static readonly SearchValues<char> ForbiddenHost = SearchValues.Create("\0\t\n\r #/:<>?@[\\]^|");

    public static readonly SearchValues<char> ForbiddenDomain = SearchValues.Create(ForbiddenDomainText());

    public static readonly SearchValues<char> TabOrNewline = SearchValues.Create("\t\n\r");

    public static readonly SearchValues<char> SpecialAuthorityEnd = SearchValues.Create("/\\?#");

    public static readonly SearchValues<char> AuthorityEnd = SearchValues.Create("/?#");

    public static readonly SearchValues<char> QueryOrFragment = SearchValues.Create("?#");

    private static SearchValues<char> Except(string encoded)
    {
        var kept = Enumerable.Range(' ', 0x7F - ' ').Select(c => (char)c).Where(c => !encoded.Contains(c));
        return SearchValues.Create(string.Concat(kept));
    }

    private static string ForbiddenDomainText() =>
        string.Concat(Enumerable.Range(0, 0x21).Select(c => (char)c)) + "#/:<>?@[\\]^|%\x7F";
}
