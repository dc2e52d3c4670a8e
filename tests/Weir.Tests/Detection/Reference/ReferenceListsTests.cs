using Weir.Detection.Reference;
using Weir.Detection.Reference.Generating;
using Xunit;

namespace Weir.Tests.Detection.Reference;

public class ReferenceListsTests
{
    private static readonly ReferenceLists Lists = ReferenceLists.Embedded;

    [Fact]
    public void Every_list_names_its_source_day_and_size()
    {
        Assert.Equal(10, Lists.All.Count);
        Assert.All(Lists.All, list => Assert.True(list.Count > 0 && list.Source.Length > 0 && list.Date.Year >= 2026, list.Name));
    }

    [Fact]
    public void Popular_domains_have_ranks_and_others_none()
    {
        Assert.Equal(1, Lists.Popularity.Rank("google.com"));
        Assert.Equal(1, Lists.Popularity.Rank("GOOGLE.com"));
        Assert.Equal(0, Lists.Popularity.Rank("no-such-name.test"));
        Assert.InRange(Lists.Popularity.Count, 100_000, 200_000);
    }

    [Fact]
    public void Brands_own_their_domains()
    {
        Assert.True(Lists.Brands.All.Count >= 300);
        Assert.Equal("PayPal", Lists.Brands.All[Lists.Brands.OwnerOf("paypal.com")].Name);
        Assert.Equal("Amazon", Lists.Brands.All[Lists.Brands.OwnerOf("amazon.co.jp")].Name);
        Assert.Equal(-1, Lists.Brands.OwnerOf("paypal.test"));
        Assert.All(Lists.Brands.All, brand => Assert.All(brand.Domains, domain =>
            Assert.Equal(domain, Lists.Suffixes.Registrable(domain).ToString())));
        Assert.Contains("apple", Lists.Brands.All.Single(brand => brand.Name == "Apple").GenericNames);
    }

    [Fact]
    public void Shared_hosts_are_known_with_everything_below_them()
    {
        Assert.True(Lists.Hosts.IsShortener("bit.ly"));
        Assert.False(Lists.Hosts.IsShortener("dw.com"));
        Assert.True(Lists.Hosts.IsFreeHosting("tenant.pages.dev"));
        Assert.True(Lists.Hosts.IsDynamicDns("a.duckdns.org"));
        Assert.Equal(HostTraits.None, Lists.Hosts.Of("www.example.com"));
        Assert.False(Lists.Hosts.IsShortener("notbit.ly"));
    }

    [Fact]
    public void Pronounceable_names_are_likelier_than_random_ones()
    {
        Assert.True(Lists.Labels.Score("newsletter") > Lists.Labels.Score("xq7zkw9vbj") + 1);
        Assert.InRange(Lists.Labels.Score("weather"), -5, 0);
    }

    [Fact]
    public void A_truncated_or_altered_file_is_refused_by_name()
    {
        byte[] bytes = ReferenceLists.ReadShipped(ListNames.Brands).ToBytes();
        byte[] altered = [.. bytes];
        altered[^20] ^= 1;
        Assert.Contains("x.bin", Assert.Throws<ReferenceFileException>(() => ReferenceFile.Read(altered, "x.bin")).Message, StringComparison.Ordinal);
        for (int cut = 0; cut < bytes.Length; cut += 997)
            Assert.Throws<ReferenceFileException>(() => ReferenceFile.Read(bytes[..cut], "x.bin"));
    }

    [Fact]
    public void The_data_directory_overrides_a_shipped_list()
    {
        string data = Directory.CreateTempSubdirectory("weir-lists-").FullName;
        Directory.CreateDirectory(Path.Combine(data, "lists"));
        File.WriteAllText(Path.Combine(data, "lists", "url-shorteners.txt"), "# ours\n.short.test\n");
        ReferenceLists lists = ReferenceLists.Load(data);
        Directory.Delete(data, recursive: true);
        Assert.True(lists.Hosts.IsShortener("a.short.test"));
        Assert.False(lists.Hosts.IsShortener("bit.ly"));
        Assert.True(lists.All.Single(list => list.Name == "url-shorteners").IsOverride);
    }

    [Fact]
    public void A_brand_domain_without_proof_is_refused()
    {
        var failure = Assert.Throws<ReferenceFileException>(() => BrandCompiler.Compile(
            ["Example,other,example,,example.test example.com"], domain => domain == "example.com", "brands.csv", new DateOnly(2026, 1, 1)));
        Assert.Contains("example.test", failure.Message, StringComparison.Ordinal);
    }
}
