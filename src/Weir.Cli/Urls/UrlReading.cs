using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Detection.Reference;
using Weir.Detection.Urls;

namespace Weir.Cli.Urls;

/// <summary>How a subject was read; the fields of <c>weir url --json</c>. All but subject and error are null when it could not be.</summary>
internal sealed record UrlReading
{
    public required string Subject { get; init; }
    public string? Error { get; init; }
    public string? Scheme { get; init; }
    public string? Userinfo { get; init; }
    public string? Host { get; init; }
    /// <summary>Null when none is given or it is the scheme's own.</summary>
    public int? Port { get; init; }
    public string? Path { get; init; }
    public string? Query { get; init; }
    public string? Fragment { get; init; }
    public string? Href { get; init; }
    public string? Canonical { get; init; }
    public SafeBrowsingReading? SafeBrowsing { get; init; }
    public string? RegistrableDomain { get; init; }
    public string? PublicSuffix { get; init; }
    public bool IsSharedHost { get; init; }
    public string? Defanged { get; init; }

    /// <summary>Reads a subject, defanged or not.</summary>
    public static UrlReading Of(string subject)
    {
        var text = Defang.Refanged(subject);
        if (!UrlParser.TryParse(text, new UrlScratch(), out var url, out var error))
            return new UrlReading { Subject = subject, Error = UrlErrors.Sentence(error) };
        var href = url.Href.ToString();
        var domain = Domain(url);
        return new UrlReading
        {
            Subject = subject,
            Scheme = url.Scheme.ToString(),
            Userinfo = url.Userinfo.ToString(),
            Host = url.Host.ToString(),
            Port = url.Port < 0 ? null : url.Port,
            Path = url.Path.ToString(),
            Query = url.Query.ToString(),
            Fragment = url.Fragment.ToString(),
            Href = href,
            Canonical = CanonicalUrl.Of(url),
            SafeBrowsing = url.IsWeb ? SafeBrowsingReading.Of(href) : null,
            RegistrableDomain = domain.Registrable,
            PublicSuffix = domain.Suffix,
            IsSharedHost = domain.IsShared,
            Defanged = Defang.Defanged(href),
        };
    }

    /// <summary>The reading as indented JSON, non-ASCII letters as they are.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, UrlReadingJson.Pretty.UrlReading);

    private static (string? Registrable, string? Suffix, bool IsShared) Domain(in Url url)
    {
        if (url.HostKind != HostKind.Domain || url.Host.IsEmpty) return (null, null, false);
        var lists = ReferenceLists.Embedded;
        var host = url.Host.TrimEnd('.');
        var match = lists.Suffixes.Match(host);
        var registrable = match.HasRegistrable ? host[match.RegistrableStart..].ToString() : null;
        var suffix = match.SuffixStart >= 0 ? host[match.SuffixStart..].ToString() : null;
        return (registrable, suffix, match.IsPrivateSuffix || lists.Hosts.IsFreeHosting(host));
    }
}

/// <summary>What Safe Browsing would look up.</summary>
internal sealed record SafeBrowsingReading(string Canonical, IReadOnlyList<string> Expressions)
{
    /// <summary>For a web address.</summary>
    public static SafeBrowsingReading Of(string href) => new(SafeBrowsingUrl.Canonicalize(href), SafeBrowsingUrl.Expressions(href));
}

/// <summary>JSON of a reading: made at build time, so that the command starts fast.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(UrlReading))]
internal sealed partial class UrlReadingJson : JsonSerializerContext
{
    /// <summary>Indented, with letters of all languages unescaped.</summary>
    public static UrlReadingJson Pretty { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
