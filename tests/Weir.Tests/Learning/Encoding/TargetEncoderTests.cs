using Weir.Learning;
using Weir.Learning.Encoding;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Encoding;

public class TargetEncoderTests
{
    [Fact]
    public void Values_are_those_by_hand()
    {
        // Base odds (3 + 0.5) / (2 + 0.5) = 1.4; key 7 has 3 and 1, key 9 has 0 and 1.
        var encoder = TargetEncoder.Fit([7, 7, 7, 7, 9], [1, 1, 1, 0, 0], [], 2);
        var rate = 3.5 / 6;
        Assert.Equal(Math.Log((3 + 2 * rate) / (1 + 2 * (1 - rate))) - Math.Log(1.4), encoder.Value(7), 6);
        Assert.Equal(Math.Log(2 * rate / (1 + 2 * (1 - rate))) - Math.Log(1.4), encoder.Value(9), 6);
        Assert.Equal(0, encoder.Value(8));
        Assert.Equal(2, encoder.Count);
    }

    [Fact]
    public void Lookups_agree_with_a_dictionary_over_many_keys()
    {
        var random = new Xoshiro256(3);
        var keys = Enumerable.Range(0, 50_000).Select(_ => (ulong)random.NextInt(20_000) * 0x1_0000_0000).ToArray();
        var labels = Array.ConvertAll(keys, k => (byte)(random.NextInt(10) < (int)((k >> 32) % 10) ? 1 : 0));
        var encoder = TargetEncoder.Fit(keys, labels, [], 1);
        var rate = (labels.Count(l => l == 1) + 0.5) / (labels.Length + 1.0);
        foreach (var group in keys.Zip(labels).GroupBy(p => p.First))
        {
            var (yes, no) = (group.Count(p => p.Second == 1), group.Count(p => p.Second == 0));
            Assert.Equal(Math.Log((yes + rate) / (no + 1 - rate)) - Math.Log(rate / (1 - rate)), encoder.Value(group.Key), 1e-5);
        }
        for (var i = 0; i < 1000; i++) Assert.Equal(0, encoder.Value(random.NextULong() | 1));
    }

    [Fact]
    public void No_row_sees_its_own_fold()
    {
        ulong[] keys = [1, 1, 1, 2, 2, 3];
        byte[] labels = [1, 1, 0, 0, 1, 1];
        int[] folds = [0, 1, 1, 0, 1, 0];
        var values = TargetEncoder.OutOfFold(keys, labels, [], folds, 1);
        var withoutFirst = TargetEncoder.Fit([1, 1, 2], [1, 0, 1], [], 1);
        var withoutSecond = TargetEncoder.Fit([1, 2, 3], [1, 0, 1], [], 1);
        var (a, b) = (withoutFirst, withoutSecond);
        Assert.Equal([a.Value(1), b.Value(1), b.Value(1), a.Value(2), b.Value(2), 0], values);
    }

    [Fact]
    public void A_loaded_encoder_says_the_same_whatever_the_order_of_the_rows()
    {
        var forward = File(TargetEncoder.Fit([0, 5, ulong.MaxValue], [1, 0, 1], [1, 2, 3], 1));
        Assert.Equal(forward, File(TargetEncoder.Fit([ulong.MaxValue, 5, 0], [1, 0, 1], [3, 2, 1], 1)));
        var loaded = TargetEncoder.Load(ModelFile.Read(forward, "m"), "tld");
        Assert.Equal(forward, File(loaded));
        Assert.True(loaded.Value(0) > 0 && loaded.Value(5) < 0 && loaded.Value(ulong.MaxValue) > loaded.Value(0));
    }

    [Fact]
    public void No_rows_and_unsorted_files_are_handled()
    {
        Assert.Equal(0, TargetEncoder.Fit([], [], [], 1).Value(0));
        var builder = new ModelFileBuilder();
        builder.Add<ulong>("tld.keys", [2, 2]);
        builder.Add<float>("tld.values", [1, 1]);
        Assert.Throws<ModelFileException>(() => TargetEncoder.Load(ModelFile.Read(builder.Build("{}"), "m"), "tld"));
        Assert.Throws<ArgumentException>(() => TargetEncoder.Fit([1], [2], [], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TargetEncoder.Fit([1], [1], [], 0));
    }

    [Fact]
    public void A_lookup_allocates_nothing()
    {
        var encoder = TargetEncoder.Fit([1, 2, 3], [1, 0, 1], [], 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0f;
        for (ulong i = 0; i < 1000; i++) sum += encoder.Value(i);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(float.IsFinite(sum));
    }

    private static byte[] File(TargetEncoder encoder)
    {
        var builder = new ModelFileBuilder();
        encoder.Save(builder, "tld");
        return builder.Build("{}");
    }
}
