using Weir.Detection.Reference;
using Weir.Detection.Urls;

namespace Weir.Detection.Features;

/// <summary>
/// Reads a parsed URL into the numbers that models learn from and judge by. Training and serving share it, so that features
/// cannot skew. Immutable; reading allocates nothing.
/// </summary>
public sealed class UrlFeatureReader
{
    private readonly BrandMatcher _brands;

    /// <summary>A reader that asks these lists.</summary>
    public UrlFeatureReader(ReferenceLists reference)
    {
        Reference = reference;
        _brands = BrandMatcher.Of(reference.Brands);
    }

    /// <summary>The lists that are asked.</summary>
    public ReferenceLists Reference { get; }

    /// <summary>Reads a URL into <see cref="FeatureScratch.Row"/> (without the fitted columns) and into a view of its hashes.</summary>
    public UrlRow Read(in Url url, FeatureScratch scratch) => Read(Subject(url, scratch), scratch, scratch.Row);

    /// <summary>The same for a URL that was taken apart already, into a row of the caller's.</summary>
    internal static UrlRow Read(scoped in UrlSubject subject, FeatureScratch scratch, Span<float> row)
    {
        UrlFeatureSchema.Fill(subject, row);
        CategoryKeys.Write(subject, scratch.Categories);
        var count = TextHasher.Write(subject, scratch.Indices, out var hostCount);
        return new UrlRow(row, scratch.Indices.AsSpan(0, count), hostCount, scratch.Categories, DomainKey(subject));
    }

    internal UrlSubject Subject(scoped in Url url, FeatureScratch scratch) => UrlSubject.Read(url, Reference, _brands, scratch);

    private static ulong DomainKey(in UrlSubject subject)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var c in subject.Registrable.IsEmpty ? subject.Host : subject.Registrable) hash = (hash ^ c) * 0x100000001B3;
        return hash;
    }
}

/// <summary>The numbers of one URL: views on the scratch that read it.</summary>
public readonly ref struct UrlRow
{
    internal UrlRow(Span<float> dense, ReadOnlySpan<uint> indices, int hostIndices, ReadOnlySpan<ulong> categories, ulong domainKey)
    {
        Dense = dense;
        Indices = indices;
        HostIndices = hostIndices;
        Categories = categories;
        DomainKey = domainKey;
    }

    /// <summary>Number of categories a row.</summary>
    public const int CategoryCount = CategoryKeys.Count;

    /// <summary>Dense features; the fitted columns at the end are filled by the model.</summary>
    public Span<float> Dense { get; }

    /// <summary>Hashed n-grams and words, the host's first.</summary>
    public ReadOnlySpan<uint> Indices { get; }

    /// <summary>How many of the indices are the host's.</summary>
    public int HostIndices { get; }

    /// <summary>Hashes of suffix, top-level domain and platform.</summary>
    public ReadOnlySpan<ulong> Categories { get; }

    /// <summary>Hash of the registrable domain: rows of one domain are one group.</summary>
    public ulong DomainKey { get; }
}
