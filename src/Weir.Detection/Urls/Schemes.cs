namespace Weir.Detection.Urls;

/// <summary>What the URL standard and everyday use know about schemes.</summary>
internal static class Schemes
{
    /// <summary>The default port of a special scheme, 0 for <c>file</c>, -1 when the scheme is not special.</summary>
    public static int DefaultPort(ReadOnlySpan<char> scheme) => scheme switch
    {
        "http" or "ws" => 80,
        "https" or "wss" => 443,
        "ftp" => 21,
        "file" => 0,
        _ => -1,
    };

    /// <summary>
    /// True for schemes that stay schemes even when only digits follow: <c>tel:5551234</c> is no host with a port.
    /// </summary>
    public static bool MayPrecedeDigits(ReadOnlySpan<char> scheme) => scheme switch
    {
        "http" or "https" or "ftp" or "ws" or "wss" or "file" => true,
        "tel" or "sms" or "smsto" or "mms" or "fax" or "callto" or "sip" or "sips" or "skype" or "whatsapp" => true,
        "data" or "javascript" or "vbscript" or "blob" or "about" or "mailto" or "urn" or "cid" or "mid" or "geo" => true,
        _ => false,
    };
}
