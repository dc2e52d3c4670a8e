using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Numerics;

public sealed class TextHashTests
{
    [Fact]
    public void A_number_has_the_hash_of_its_text_and_texts_differ()
    {
        Assert.Equal(TextHash.Of("-1.5"), TextHash.Of(-1.5));
        Assert.Equal(TextHash.Of("0"), TextHash.Of(-0.0));
        Assert.Equal(TextHash.Of("1E+300"), TextHash.Of(1e300));
        Assert.Equal(20_000, Enumerable.Range(0, 20_000).Select(i => TextHash.Of($"{i}")).Distinct().Count());
        Assert.NotEqual(TextHash.Of(""), TextHash.Of("\0"));
    }

    [Fact]
    public void The_hash_never_changes() => Assert.Equal(SplitMix64.Mix(0xCBF29CE484222325), TextHash.Of(""));
}
