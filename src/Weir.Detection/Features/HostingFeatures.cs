using Weir.Detection.Reference;

namespace Weir.Detection.Features;

/// <summary>Whose ground the site stands on: shared hosts, shorteners, dynamic DNS, file and form platforms.</summary>
internal sealed class HostingFeatures : FeatureGroup
{
    public override IReadOnlyList<FeatureDefinition> Definitions { get; } =
    [
        new("is_tenant", Families.Hosting, "flag", "The suffix belongs to a private owner: the site is one of many tenants"),
        new("is_free_hosting", Families.Hosting, "flag", "The site stands on free hosting"),
        new("is_shortener", Families.Hosting, "flag", "The host shortens links"),
        new("is_dynamic_dns", Families.Hosting, "flag", "The name comes from a dynamic DNS provider"),
        new("is_file_host", Families.Hosting, "flag", "The host shares files"),
        new("is_abused_service", Families.Hosting, "flag", "The host is a trusted service that attackers like to use"),
        new("is_known_suffix", Families.Suffix, "flag", "The suffix stands in the public suffix list"),
        new("suffix_labels", Families.Suffix, "count", "Labels of the public suffix"),
        new("tld_length", Families.Suffix, "characters", "Length of the top-level domain"),
    ];

    public override void Fill(in UrlSubject s, ref FeatureRow row)
    {
        row.Add(s.Domain.IsPrivateSuffix);
        row.Add((s.Traits & HostTraits.FreeHosting) != 0);
        row.Add((s.Traits & HostTraits.Shortener) != 0);
        row.Add((s.Traits & HostTraits.DynamicDns) != 0);
        row.Add((s.Traits & HostTraits.FileHost) != 0);
        row.Add((s.Traits & HostTraits.AbusedService) != 0);
        row.Add(s.Domain.IsKnownSuffix);
        row.Add(s.Suffix.IsEmpty ? 0 : s.Suffix.Count('.') + 1);
        row.Add(s.Suffix[(s.Suffix.LastIndexOf('.') + 1)..].Length);
    }
}
