using Weir.Learning;
using Weir.Learning.Networks;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Networks;

public sealed class CharNetworkTests
{
    [Theory]
    [InlineData(3, 5, 16, 16)]
    [InlineData(1, 7, 32, 48)]
    [InlineData(16, 2, 48, 32)]
    public void A_score_equals_that_of_plain_loops_to_the_last_bit(int shorter, int longer, int filters, int hidden)
    {
        var (rows, labels) = SomeTexts.Make(60);
        var network = SomeTexts.Fit(rows, labels, SomeTexts.Small with { ShortWidth = shorter, LongWidth = longer, Filters = filters, Hidden = hidden, Epochs = 1 });
        for (var i = 0; i < rows.Rows; i++) Assert.Equal(PlainNetwork.Score(network.Shape, network.Weights, rows[i].ToArray()), network.Score(rows[i]));
    }

    [Fact]
    public void Any_text_has_a_finite_score_and_what_lies_beyond_the_longest_does_not_matter()
    {
        var (rows, labels) = SomeTexts.Make(200);
        var network = SomeTexts.Fit(rows, labels, SomeTexts.Small);
        var random = new Xoshiro256(5);
        for (var i = 0; i < 500; i++)
        {
            var text = new byte[random.NextInt(70)];
            for (var j = 0; j < text.Length; j++) text[j] = (byte)random.NextInt(256);
            Assert.True(double.IsFinite(network.Score(text)));
            Assert.Equal(network.Score(text[..Math.Min(30, text.Length)]), network.Score(text));
            Assert.Equal(network.Score(Array.ConvertAll(text, b => b < 24 ? b : (byte)0)), network.Score(text));
        }
    }

    [Fact]
    public void A_loaded_network_scores_the_same()
    {
        var (rows, labels) = SomeTexts.Make(100);
        var network = SomeTexts.Fit(rows, labels, SomeTexts.Small);
        var loaded = CharNetwork.Load(ModelFile.Read(SomeTexts.File(network), "m"), "net");
        for (var i = 0; i < rows.Rows; i++) Assert.Equal(network.Score(rows[i]), loaded.Score(rows[i]));
        Assert.Equal(SomeTexts.File(network), SomeTexts.File(loaded));
    }

    [Fact]
    public void Hostile_contents_are_refused_by_name()
    {
        var shape = SomeTexts.Small.Shape;
        int[] sizes = [shape.Symbols, shape.MaxLength, shape.Embedding, shape.ShortWidth, shape.LongWidth, shape.Filters, shape.Hidden];
        var weights = new float[shape.Weights];
        Assert.Equal(0, Load(sizes, weights).Score([1, 2, 3]));
        Assert.Throws<ModelFileException>(() => Load(sizes[1..], weights));
        Assert.Throws<ModelFileException>(() => Load(sizes, weights[1..]));
        Assert.Throws<ModelFileException>(() => Load(sizes, [float.NaN, .. weights[1..]]));
        Assert.Throws<ModelFileException>(() => Load(sizes, [1e30f, .. weights[1..]]));
        for (var i = 0; i < sizes.Length; i++)
            foreach (var bad in new[] { int.MinValue, -1, 0, 1 << 20, int.MaxValue })
                Assert.Throws<ModelFileException>(() => Load([.. sizes[..i], bad, .. sizes[(i + 1)..]], weights));
    }

    private static CharNetwork Load(int[] shape, float[] weights)
    {
        var builder = new ModelFileBuilder();
        builder.Add<int>("net.shape", shape);
        builder.Add<float>("net.weights", weights);
        return CharNetwork.Load(ModelFile.Read(builder.Build("{}"), "m"), "net");
    }
}
