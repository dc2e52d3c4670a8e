using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Xunit;

namespace Weir.Tests.Detection.Urls;

public class PublicSuffixesTests
{
    private static readonly PublicSuffixes Suffixes = ReferenceLists.Embedded.Suffixes;

    // Source: checkPublicSuffix vectors of publicsuffix.org (test_psl.txt, CC0); IDN rows in their punycode form.
    [Theory]
    [InlineData("COM", "")]
    [InlineData("example.COM", "example.com")]
    [InlineData("WwW.example.COM", "example.com")]
    [InlineData(".com", "")]
    [InlineData(".example", "")]
    [InlineData(".example.com", "")]
    [InlineData(".example.example", "")]
    [InlineData("example", "")]
    [InlineData("example.example", "example.example")]
    [InlineData("b.example.example", "example.example")]
    [InlineData("a.b.example.example", "example.example")]
    [InlineData("biz", "")]
    [InlineData("domain.biz", "domain.biz")]
    [InlineData("b.domain.biz", "domain.biz")]
    [InlineData("a.b.domain.biz", "domain.biz")]
    [InlineData("com", "")]
    [InlineData("b.example.com", "example.com")]
    [InlineData("a.b.example.com", "example.com")]
    [InlineData("uk.com", "")]
    [InlineData("example.uk.com", "example.uk.com")]
    [InlineData("b.example.uk.com", "example.uk.com")]
    [InlineData("a.b.example.uk.com", "example.uk.com")]
    [InlineData("test.ac", "test.ac")]
    [InlineData("mm", "")]
    [InlineData("c.mm", "")]
    [InlineData("b.c.mm", "b.c.mm")]
    [InlineData("a.b.c.mm", "b.c.mm")]
    [InlineData("jp", "")]
    [InlineData("test.jp", "test.jp")]
    [InlineData("www.test.jp", "test.jp")]
    [InlineData("ac.jp", "")]
    [InlineData("test.ac.jp", "test.ac.jp")]
    [InlineData("www.test.ac.jp", "test.ac.jp")]
    [InlineData("kyoto.jp", "")]
    [InlineData("test.kyoto.jp", "test.kyoto.jp")]
    [InlineData("ide.kyoto.jp", "")]
    [InlineData("b.ide.kyoto.jp", "b.ide.kyoto.jp")]
    [InlineData("a.b.ide.kyoto.jp", "b.ide.kyoto.jp")]
    [InlineData("c.kobe.jp", "")]
    [InlineData("b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("a.b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("city.kobe.jp", "city.kobe.jp")]
    [InlineData("www.city.kobe.jp", "city.kobe.jp")]
    [InlineData("ck", "")]
    [InlineData("test.ck", "")]
    [InlineData("b.test.ck", "b.test.ck")]
    [InlineData("a.b.test.ck", "b.test.ck")]
    [InlineData("www.ck", "www.ck")]
    [InlineData("www.www.ck", "www.ck")]
    [InlineData("us", "")]
    [InlineData("test.us", "test.us")]
    [InlineData("www.test.us", "test.us")]
    [InlineData("ak.us", "")]
    [InlineData("test.ak.us", "test.ak.us")]
    [InlineData("www.test.ak.us", "test.ak.us")]
    [InlineData("k12.ak.us", "")]
    [InlineData("test.k12.ak.us", "test.k12.ak.us")]
    [InlineData("www.test.k12.ak.us", "test.k12.ak.us")]
    [InlineData("xn--85x722f.com.cn", "xn--85x722f.com.cn")]
    [InlineData("xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn")]
    [InlineData("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn")]
    [InlineData("shishi.xn--55qx5d.cn", "shishi.xn--55qx5d.cn")]
    [InlineData("xn--55qx5d.cn", "")]
    [InlineData("xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s")]
    [InlineData("www.xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s")]
    [InlineData("shishi.xn--fiqs8s", "shishi.xn--fiqs8s")]
    [InlineData("xn--fiqs8s", "")]
    public void The_published_vectors_hold(string host, string registrable) =>
        Assert.Equal(registrable, Suffixes.Registrable(host).ToString().ToLowerInvariant());

    [Fact]
    public void A_private_suffix_is_told_from_a_registrys()
    {
        HostDomain tenant = Suffixes.Match("a.tenant.pages.dev");
        Assert.True(tenant.IsPrivateSuffix);
        Assert.Equal("tenant.pages.dev", "a.tenant.pages.dev"[tenant.RegistrableStart..]);
        Assert.Equal("dev", "a.tenant.pages.dev"[tenant.IcannSuffixStart..]);
        Assert.False(Suffixes.Match("www.example.co.uk").IsPrivateSuffix);
        Assert.False(Suffixes.Match("www.example.invalidtld").IsKnownSuffix);
    }

    [Fact]
    public void A_trailing_dot_changes_nothing() =>
        Assert.Equal(Suffixes.Match("www.example.co.uk"), Suffixes.Match("www.example.co.uk."));

    [Fact]
    public void Hostile_hosts_never_throw_and_give_offsets_inside_the_host()
    {
        var random = new Random(20261121);
        const string alphabet = "abc.....-xn\u00e9\uffff%COM";
        for (int round = 0; round < 20_000; round++)
        {
            string host = string.Create(random.Next(40), random, (span, r) =>
            {
                foreach (ref char c in span) c = alphabet[r.Next(alphabet.Length)];
            });
            HostDomain domain = Suffixes.Match(host);
            Assert.InRange(domain.SuffixStart, -1, host.Length);
            Assert.True(domain.RegistrableStart < 0 || domain.RegistrableStart < domain.SuffixStart);
        }
    }

    [Fact]
    public void Matching_allocates_nothing()
    {
        Suffixes.Match("www.example.co.uk");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) Suffixes.Match("www.example.co.uk");
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
