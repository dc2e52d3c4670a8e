namespace Weir.Detection.Urls;

/// <summary>Why a text could not be read as a URL.</summary>
public enum UrlError
{
    /// <summary>It could be read.</summary>
    None,

    /// <summary>The text is empty or blank.</summary>
    Empty,

    /// <summary>The URL needs a host and has none.</summary>
    NoHost,

    /// <summary>The host has characters that no host may have.</summary>
    InvalidHost,

    /// <summary>The host is not a valid internationalised domain name.</summary>
    InvalidIdna,

    /// <summary>A host label is longer than Weir decodes (512 characters outside plain ASCII).</summary>
    LabelTooLong,

    /// <summary>The host ends in a number but is no IPv4 address.</summary>
    InvalidIPv4,

    /// <summary>The host in brackets is no IPv6 address.</summary>
    InvalidIPv6,

    /// <summary>The port is not a number from 0 to 65535.</summary>
    InvalidPort,
}

/// <summary>Says a <see cref="UrlError"/> in one sentence for people.</summary>
public static class UrlErrors
{
    /// <summary>One clear sentence, without the subject itself.</summary>
    public static string Sentence(UrlError error) => error switch
    {
        UrlError.None => "The URL could be read.",
        UrlError.Empty => "The text is empty.",
        UrlError.NoHost => "The URL has no host.",
        UrlError.InvalidHost => "The host has characters that no host may have.",
        UrlError.InvalidIdna => "The host is not a valid internationalised domain name.",
        UrlError.LabelTooLong => "A label of the host is longer than 512 characters.",
        UrlError.InvalidIPv4 => "The host ends in a number but is not an IPv4 address.",
        UrlError.InvalidIPv6 => "The host in brackets is not an IPv6 address.",
        UrlError.InvalidPort => "The port is not a number from 0 to 65535.",
        _ => "The text could not be read as a URL.",
    };
}
