namespace Weir.Detection.Features;

/// <summary>One dense feature: what it means. Definitions are append-only; a changed meaning is a new version.</summary>
/// <param name="Id">Stable name, snake_case.</param>
/// <param name="Family">The reason family that it speaks for; see <see cref="Families"/>.</param>
/// <param name="Unit">count, characters, bits, ratio, flag, log-odds, log10 rank …</param>
/// <param name="Meaning">What is measured, in words.</param>
/// <param name="Version">Version of the definition, from 1.</param>
public sealed record FeatureDefinition(string Id, string Family, string Unit, string Meaning, int Version = 1);

/// <summary>The families of features: a reason is given for a family, so that few sentences carry the whole score.</summary>
public static class Families
{
    /// <summary>How the registrable label reads.</summary>
    public const string Name = "name";
    /// <summary>Impersonated brands.</summary>
    public const string Brand = "brand";
    /// <summary>Words that phishing uses.</summary>
    public const string Words = "words";
    /// <summary>The public suffix.</summary>
    public const string Suffix = "suffix";
    /// <summary>Shared hosting, shorteners, dynamic DNS.</summary>
    public const string Hosting = "hosting";
    /// <summary>Popularity of the domain.</summary>
    public const string Popularity = "popularity";
    /// <summary>Structure and length of the host.</summary>
    public const string Host = "host";
    /// <summary>Path and query.</summary>
    public const string Path = "path";
    /// <summary>Nested addresses, encoded payloads and disguises.</summary>
    public const string Disguise = "disguise";
    /// <summary>Character n-grams and words of the whole address.</summary>
    public const string Text = "text";
}
