using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Xunit;

namespace Weir.Tests.Support;

/// <summary>Reads addresses into features, as training and serving do.</summary>
internal static class Reading
{
    private static readonly UrlFeatureReader Reader = new(ReferenceLists.Embedded);

    /// <summary>The dense features that need no model.</summary>
    public static float[] Dense(string text) => Row(text).Dense[..UrlFeatureSchema.FirstFittedColumn];

    /// <summary>One dense feature by name.</summary>
    public static float Of(string id, string text) => Row(text).Dense[UrlFeatureSchema.IndexOf(id)];

    /// <summary>The hashed indices.</summary>
    public static uint[] Indices(string text) => Row(text).Indices;

    /// <summary>Everything that was read, copied.</summary>
    public static (float[] Dense, uint[] Indices, int HostIndices, ulong[] Categories, ulong DomainKey) Row(string text)
    {
        var scratch = new FeatureScratch();
        Assert.True(UrlParser.TryParse(text, scratch.Url, out var url, out var error), $"{text}: {error}");
        var row = Reader.Read(url, scratch);
        return (row.Dense.ToArray(), row.Indices.ToArray(), row.HostIndices, row.Categories.ToArray(), row.DomainKey);
    }

    /// <summary>Where brands are named.</summary>
    public static BrandHits Brands(string text)
    {
        var scratch = new FeatureScratch();
        Assert.True(UrlParser.TryParse(text, scratch.Url, out var url, out _), text);
        return Reader.Subject(url, scratch).Brands;
    }

    /// <summary>The parts that the hasher sees: host without suffix, path, query.</summary>
    public static (string Host, string Path, string Query) Parts(string text)
    {
        var scratch = new FeatureScratch();
        Assert.True(UrlParser.TryParse(text, scratch.Url, out var url, out _), text);
        var s = Reader.Subject(url, scratch);
        var host = s.Registrable.IsEmpty ? s.Host : s.Host[..^(s.Suffix.Length + 1)];
        return (host.ToString(), s.Path.ToString(), s.Query.ToString());
    }

    /// <summary>The number (from 1) of a brand by name.</summary>
    public static int Brand(string name) => 1 + ReferenceLists.Embedded.Brands.All.Index().Single(brand => brand.Item.Name == name).Index;
}
