using System.Globalization;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection.Features;

public sealed class UrlFeatureReaderTests
{
    [Theory]
    [InlineData("http://example.com/shop/item?id=7", "https://example.com/shop/item?id=7")]
    [InlineData("http://example.com/shop", "http://www.example.com/shop")]
    [InlineData("http://example.com/shop", "http://example.com/shop/")]
    [InlineData("http://example.com/shop", "http://example.com:80/shop")]
    [InlineData("http://example.com/shop", "HTTP://EXAMPLE.COM/shop")]
    [InlineData("http://example.com/", "http://example.com")]
    [InlineData("http://example.com/", "https://www.Example.com./")]
    [InlineData("http://a.b.example.co.uk/x", "https://www.a.b.example.co.uk/x/")]
    public void Spellings_of_one_address_read_alike(string one, string other)
    {
        var (a, b) = (Reading.Row(one), Reading.Row(other));
        Assert.Equal(a.Dense[..UrlFeatureSchema.FirstFittedColumn], b.Dense[..UrlFeatureSchema.FirstFittedColumn]);
        Assert.Equal(a.Indices, b.Indices);
        Assert.Equal(a.HostIndices, b.HostIndices);
        Assert.Equal(a.Categories, b.Categories);
        Assert.Equal(a.DomainKey, b.DomainKey);
    }

    [Fact]
    public void Case_of_the_path_shows_only_in_the_share_of_capitals()
    {
        var (lower, upper) = (Reading.Dense("http://example.com/shop/item?a=b"), Reading.Dense("http://example.com/Shop/ITEM?A=b"));
        upper[UrlFeatureSchema.IndexOf("path_upper_ratio")] = 0;
        Assert.Equal(lower, upper);
        Assert.Equal(Reading.Indices("http://example.com/shop/item?a=b"), Reading.Indices("http://example.com/Shop/ITEM?A=b"));
    }

    [Fact]
    public void Hostile_text_is_read_without_throwing_and_gives_numbers()
    {
        var (reader, scratch) = (new UrlFeatureReader(ReferenceLists.Embedded), new FeatureScratch());
        foreach (var text in HostileText.Some(3000, 5))
        {
            if (!UrlParser.TryParse(text, scratch.Url, out var url, out _)) continue;
            var row = reader.Read(url, scratch);
            for (var i = 0; i < UrlFeatureSchema.FirstFittedColumn; i++)
                Assert.False(float.IsInfinity(row.Dense[i]), string.Create(CultureInfo.InvariantCulture, $"{UrlFeatureSchema.All[i].Id} = {row.Dense[i]} for {text}"));
            Assert.InRange(row.HostIndices, 0, row.Indices.Length);
        }
    }

    [Fact]
    public void Reading_allocates_nothing_once_the_buffers_have_grown()
    {
        var (reader, scratch) = (new UrlFeatureReader(ReferenceLists.Embedded), new FeatureScratch());
        var texts = HostileText.Some(1000, 6).ToArray();
        // Code that the runtime has not optimised yet may box: rounds go on until one is clean.
        Assert.Contains(0L, Enumerable.Range(0, 200).Select(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            ReadAll(reader, scratch, texts);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    [Fact]
    public void An_unlisted_domain_reads_as_a_hidden_one()
    {
        var row = Reading.Dense("https://gardenmillerbooks.test/");
        foreach (var column in UrlFeatureSchema.PopularityColumns) Assert.Equal(UrlFeatureSchema.UnlistedValue(column), row[column]);
        Assert.Equal(0, row[UrlFeatureSchema.OwnerColumn]);
    }

    [Fact]
    public void Rows_of_one_registrable_domain_are_one_group()
    {
        Assert.Equal(Reading.Row("https://a.example.com/x").DomainKey, Reading.Row("https://b.c.example.com/").DomainKey);
        Assert.NotEqual(Reading.Row("https://a.pages.dev/").DomainKey, Reading.Row("https://b.pages.dev/").DomainKey);
        Assert.NotEqual(Reading.Row("https://127.0.0.1/").DomainKey, Reading.Row("https://127.0.1.1/").DomainKey);
    }

    [Theory]
    [InlineData("is_ip", "http://192.0.2.7/x", "http://example.com/x")]
    [InlineData("is_punycode", "http://xn--bcher-kva.example.com/", "http://bucher.example.com/")]
    [InlineData("has_port", "http://example.com:8080/", "http://example.com:80/")]
    [InlineData("is_tenant", "https://someone.pages.dev/", "https://someone.example.com/")]
    [InlineData("name_hex", "https://deadbeef01.test/", "https://deadgarden.test/")]
    [InlineData("sub_has_suffix", "https://bank.com.example.net/", "https://bank.shop.example.net/")]
    [InlineData("nested_urls", "https://example.net/?to=http://example.org/", "https://example.net/?to=home")]
    [InlineData("redirect_parameter", "https://example.net/?next=home", "https://example.net/?page=home")]
    [InlineData("disguises", "https://example.com@evil.test/", "https://evil.test/")]
    [InlineData("host_credential_words", "https://verify-account.test/", "https://garden.test/")]
    [InlineData("path_code_words", "https://garden.test/wp-admin/", "https://garden.test/admiral/")]
    public void A_sign_is_seen_where_it_is_and_only_there(string id, string with, string without) =>
        Assert.True(Reading.Of(id, with) > Reading.Of(id, without), id);

    [Fact]
    public void A_platforms_own_homepage_is_no_tenant()
    {
        Assert.Equal(0, Reading.Of("is_tenant", "https://pages.dev/"));
        Assert.Equal(0, Reading.Of("is_tenant", "https://www.pages.dev/"));
        Assert.Equal(1, Reading.Of("is_tenant", "https://x.pages.dev/"));
    }

    private static void ReadAll(UrlFeatureReader reader, FeatureScratch scratch, string[] texts)
    {
        foreach (var text in texts)
            if (UrlParser.TryParse(text, scratch.Url, out var url, out _)) reader.Read(url, scratch);
    }
}
