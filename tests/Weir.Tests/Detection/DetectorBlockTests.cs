using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection;

public sealed class DetectorBlockTests
{
    private static readonly AccessLists Lists = AccessLists.Build(
        [new ListEntry(ListKind.Block, ListScope.Host, "blocked.test", null, null), new ListEntry(ListKind.Allow, ListScope.Host, "allowed.test", null, null)],
        ReferenceLists.Embedded.Suffixes);

    private static readonly Detector Detector = new(SomeModel.Model, ReferenceLists.Embedded, Lists, TimeProvider.System);

    private static readonly string[] Odd =
    [
        "", "not a url at all", "mailto:a@b.test", "javascript:alert(1)", "https://blocked.test/x", "https://allowed.test/x", "hxxps://evil[.]test/login",
        "https://www.google.com/url?q=https%3A%2F%2Fpaypal-login.test%2F", "https://a.test/?u=http%3A%2F%2Fb.test%2F&x=1&", "http://paypal.com@evil.test/",
        "http://0x7f.1/", "https://xn--pypal-4ve.test/", "https://exa\u200Bmple.test/", "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.test%2F",
        "https://urldefense.com/v3/__https:/evil.test/a*b__;Iw!!x", "https://evil--site-test.translate.goog/a?_x_tr_sl=en", "https://evil-test.cdn.ampproject.org/c/s/evil.test/a",
    ];

    private static string[] Subjects => [.. SomeUrls.Labelled(700, 41).Select(row => row.Url).Concat(Odd).Concat(HostileText.Some(500, 3))];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(DetectorBlock.Capacity)]
    public void Verdicts_of_a_block_are_those_of_the_single_subjects_to_the_last_bit(int size)
    {
        var (block, scratch) = (new DetectorBlock(Detector), new DetectorScratch());
        foreach (var chunk in Subjects.Chunk(size))
        {
            foreach (var subject in chunk) block.Add(subject);
            Assert.Equal(chunk.Select(subject => Detector.Check(subject, scratch)), block.Judge().ToArray());
        }
    }

    [Fact]
    public void An_empty_block_gives_no_verdict() => Assert.Equal(0, new DetectorBlock(Detector).Judge().Length);

    [Fact]
    public void A_full_block_takes_no_more()
    {
        var block = new DetectorBlock(Detector);
        for (var i = 0; i < DetectorBlock.Capacity; i++) block.Add(Some.BenignUrl);
        Assert.Throws<InvalidOperationException>(() => block.Add(Some.BenignUrl));
    }

    [Fact]
    public void Neither_blocks_nor_single_subjects_allocate_not_even_for_carried_and_defanged_addresses()
    {
        string[] subjects = [.. SomeUrls.Labelled(60, 41).Select(row => row.Url), .. Odd];
        var (block, scratch) = (new DetectorBlock(Detector), new DetectorScratch());
        // Code that is not yet compiled for good allocates where it will not.
        Assert.Contains(0L, Enumerable.Range(0, 300).Select(_ => Bytes(subjects, block, scratch)));
    }

    private static long Bytes(string[] subjects, DetectorBlock block, DetectorScratch scratch)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var subject in subjects)
        {
            block.Add(subject);
            Detector.Check(subject, scratch);
            if (block.Count == DetectorBlock.Capacity) block.Judge();
        }
        block.Judge();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
