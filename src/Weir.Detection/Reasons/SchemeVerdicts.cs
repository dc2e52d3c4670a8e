using Weir.Detection.Urls;

namespace Weir.Detection.Reasons;

/// <summary>
/// Subjects that lead to no host: the model was not made for them. Those that carry a page or code with them (data:,
/// javascript:) are suspicious by rule, the others (mailto:, tel:, file: …) stay unknown.
/// </summary>
internal static class SchemeVerdicts
{
    /// <summary>Why a subject without a web host is not judged.</summary>
    public const string NoWebAddress = "The text is not a web address; http, https and ftp are judged.";

    /// <summary>True when the model may judge: the address leads to a host on the web.</summary>
    public static bool IsWebAddress(in Url url) => url.IsWeb || (url.Scheme is "ftp" or "ws" or "wss" && url.HostKind != HostKind.None);

    /// <summary>True when the address carries what it shows or runs with it. Pictures and plain text are harmless.</summary>
    public static bool CarriesCode(in Url url) => url.Scheme switch
    {
        "javascript" or "vbscript" => true,
        "data" => !url.Path.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && !url.Path.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)
            || url.Path.StartsWith("image/svg", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>Completes the verdict of an address that leads to no web host.</summary>
    public static Verdict Of(Verdict verdict, in Url url, Explain explain)
    {
        if (!CarriesCode(url)) return verdict with { Error = NoWebAddress };
        var reason = new Reason($"scheme.{url.Scheme}", $"the address carries a page or code of its own ({url.Scheme}:) instead of leading to a site", 1);
        return verdict with { Decision = Decision.Suspicious, Category = "other", Reasons = explain == Explain.None ? [] : [reason] };
    }

    /// <summary>The same without reasons. Allocates nothing.</summary>
    public static QuickVerdict Quick(in Url url) => CarriesCode(url)
        ? new QuickVerdict(Decision.Suspicious, double.NaN, "other", null, null)
        : new QuickVerdict(Decision.Unknown, double.NaN, "none", null, NoWebAddress);
}
