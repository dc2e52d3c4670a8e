using Weir.Pipeline.Feeds.CertificateTransparency;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds.CertificateTransparency;

public sealed class CtEntryTests
{
    private static readonly DateTimeOffset At = new(2025, 5, 31, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_names_of_certificates_and_precertificates_are_read(bool isPrecertificate)
    {
        var der = SomeCertificates.Der("Login.Example.ORG", "login.example.org", "*.a.example.org", "b.example.org");
        Assert.True(CtEntry.TryReadLeaf(SomeCertificates.Leaf(der, At, isPrecertificate), out var entry, out _));
        Assert.Equal((At, isPrecertificate), (entry.LoggedAt, entry.IsPrecertificate));
        Assert.True(CertificateNames.TryRead(entry.Der, isPrecertificate, out var names, out _));
        Assert.Equal(["login.example.org", "*.a.example.org", "b.example.org"], names);
    }

    [Fact]
    public void A_common_name_that_is_a_person_or_holds_odd_characters_is_no_host()
    {
        Assert.True(CertificateNames.TryRead(SomeCertificates.Der("Jane Q. Doe"), false, out var names, out _));
        Assert.Empty(names);
    }

    [Fact]
    public void Every_leaf_that_was_cut_or_altered_is_refused_or_read_but_never_throws()
    {
        var random = new Random(6962);
        foreach (var isPrecertificate in (bool[])[false, true])
        {
            var leaf = SomeCertificates.Leaf(SomeCertificates.Der("a.example.org", "a.example.org", "b.example.org"), At, isPrecertificate);
            for (var length = 0; length < leaf.Length; length++) Assert.False(Read(leaf[..length]));
            for (var i = 0; i < 4000; i++)
            {
                var altered = (byte[])leaf.Clone();
                for (var changes = 1 + random.Next(4); changes > 0; changes--) altered[random.Next(altered.Length)] = (byte)random.Next(256);
                Read(altered);
            }
        }

        for (var i = 0; i < 4000; i++)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            Read(noise);
            StaticCtLog.Read(noise, 256);
            CertificateNames.TryRead(noise, i % 2 == 0, out _, out _);
        }
    }

    [Theory]
    [InlineData(0, 256, "tile/data/000")]
    [InlineData(1234067, 256, "tile/data/x001/x234/067")]
    [InlineData(1234067, 12, "tile/data/x001/x234/067.p/12")]
    [InlineData(1000, 256, "tile/data/x001/000")]
    public void Tiles_are_numbered_in_groups_of_three_digits(long tile, int width, string path) => Assert.Equal(path, StaticCtLog.PathOf(tile, width));

    private static bool Read(byte[] leaf) =>
        CtEntry.TryReadLeaf(leaf, out var entry, out _) && CertificateNames.TryRead(entry.Der, entry.IsPrecertificate, out _, out _);
}
