using Weir.Detection.Features;

namespace Weir.Detection.Reasons;

/// <summary>What a phishing or suspicious URL is after: by the sector of the brand that is named, else by its words.</summary>
internal static class Categories
{
    /// <summary>One of credential, financial, delivery, crypto, malware, scam, other. Allocates nothing.</summary>
    public static string Of(in UrlSubject s)
    {
        if (s.Brands.Any != 0) return OfSector(s.Reference.Brands.All[s.Brands.Any - 1].Sector);
        if (Has(s, WordThemes.Crypto)) return "crypto";
        if (Has(s, WordThemes.Delivery)) return "delivery";
        if (Has(s, WordThemes.Money)) return "financial";
        if (Has(s, WordThemes.Credential) || Has(s, WordThemes.Office)) return "credential";
        if (Has(s, WordThemes.Prize)) return "scam";
        return IsProgram(s.Path) ? "malware" : "other";
    }

    private static bool Has(in UrlSubject s, int theme) => s.HostThemes[theme] + s.PathThemes[theme] > 0;

    private static string OfSector(string sector) => sector switch
    {
        "payments" or "bank" or "insurance" or "card" or "brokerage" or "government" => "financial",
        "crypto" => "crypto",
        "delivery" => "delivery",
        _ => "credential",
    };

    private static bool IsProgram(ReadOnlySpan<char> path) =>
        path.EndsWith(".exe") || path.EndsWith(".apk") || path.EndsWith(".msi") || path.EndsWith(".scr") || path.EndsWith(".jar") || path.EndsWith(".hta");
}
