using Weir.Detection.Urls;

namespace Weir.Detection.Features;

/// <summary>Structure of the host: labels, lengths, IP addresses, the domain-like text in subdomains.</summary>
internal sealed class HostFeatures : FeatureGroup
{
    public override IReadOnlyList<FeatureDefinition> Definitions { get; } =
    [
        new("host_length", Families.Host, "characters", "Length of the host without www."),
        new("host_labels", Families.Host, "count", "Labels of the host without www."),
        new("host_hyphens", Families.Host, "count", "Hyphens in the host"),
        new("host_digits", Families.Host, "count", "Digits in the host"),
        new("host_digit_ratio", Families.Host, "ratio", "Share of digits in the host"),
        new("host_entropy", Families.Host, "bits", "Entropy of the host's characters"),
        new("sub_labels", Families.Host, "count", "Labels before the registrable domain"),
        new("sub_length", Families.Host, "characters", "Length of the labels before the registrable domain"),
        new("sub_hyphens", Families.Host, "count", "Hyphens before the registrable domain"),
        new("sub_digits", Families.Host, "count", "Digits before the registrable domain"),
        new("sub_entropy", Families.Host, "bits", "Entropy before the registrable domain"),
        new("sub_likelihood", Families.Host, "log-likelihood", "How ordinary the labels before the registrable domain read"),
        new("sub_has_suffix", Families.Disguise, "flag", "A well-known suffix such as .com stands before the registrable domain"),
        new("longest_label", Families.Host, "characters", "Longest label of the host"),
        new("is_ip", Families.Disguise, "flag", "The host is an IP address"),
        new("has_port", Families.Disguise, "flag", "A port other than the default"),
        new("is_punycode", Families.Disguise, "flag", "A label of the host is internationalised"),
    ];

    public override void Fill(in UrlSubject s, ref FeatureRow row)
    {
        var host = CharStats.Of(s.Host);
        var sub = CharStats.Of(s.Sub);
        row.Add(s.Host.Length);
        row.Add(s.Host.Count('.') + 1);
        row.Add(s.Host.Count('-'));
        row.Add(host.Digits);
        row.Add(host.Digits / Math.Max(1.0, s.Host.Length));
        row.Add(host.Entropy);
        row.Add(s.Sub.IsEmpty ? 0 : s.Sub.Count('.') + 1);
        row.Add(s.Sub.Length);
        row.Add(s.Sub.Count('-'));
        row.Add(sub.Digits);
        row.Add(sub.Entropy);
        row.Add(s.Sub.IsEmpty ? float.NaN : s.Reference.Labels.Score(s.Sub));
        row.Add(HasSuffix(s.Sub));
        row.Add(LongestLabel(s.Host));
        row.Add(s.IsIp);
        row.Add(s.Url.Port >= 0);
        row.Add((s.Url.Marks & UrlMarks.Punycode) != 0);
    }

    private static bool HasSuffix(ReadOnlySpan<char> sub)
    {
        while (!sub.IsEmpty)
        {
            var dot = sub.IndexOf('.');
            if ((dot < 0 ? sub : sub[..dot]) is "com" or "net" or "org" or "gov" or "edu" or "info" or "co" or "jp" or "uk" or "de" or "fr" or "br") return true;
            if (dot < 0) return false;
            sub = sub[(dot + 1)..];
        }
        return false;
    }

    private static int LongestLabel(ReadOnlySpan<char> host)
    {
        var longest = 0;
        for (var dot = host.IndexOf('.'); dot >= 0; dot = host.IndexOf('.'))
        {
            longest = Math.Max(longest, dot);
            host = host[(dot + 1)..];
        }
        return Math.Max(longest, host.Length);
    }
}
