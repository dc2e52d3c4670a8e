using Weir.Detection.Features;

namespace Weir.Detection.Reasons;

/// <summary>What a phishing or suspicious URL is after: by the sector of the brand that is named, else by its words.</summary>
internal static class Categories
{
    /// <summary>One of credential, financial, delivery, crypto, malware, scam, other. Allocates nothing.</summary>
    public static string Of(in UrlSubject s)
    {
        if (s.Brands.Any != 0) return OfSector(s.Reference.Brands.All[s.Brands.Any - 1].Sector);
        Span<int> themes = stackalloc int[WordThemes.Count];
        themes.Clear();
        WordFeatures.Count(s.Sub, themes);
        WordFeatures.Count(s.Name, themes);
        WordFeatures.Count(s.Path, themes);
        if (themes[WordThemes.Crypto] > 0) return "crypto";
        if (themes[WordThemes.Delivery] > 0) return "delivery";
        if (themes[WordThemes.Money] > 0) return "financial";
        if (themes[WordThemes.Credential] + themes[WordThemes.Office] > 0) return "credential";
        if (themes[WordThemes.Prize] > 0) return "scam";
        return IsProgram(s.Path) ? "malware" : "other";
    }

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
