using Weir.Learning;
using Weir.Learning.Networks;
using Weir.Learning.Numerics;
using Xunit;

namespace Weir.Tests.Learning.Networks;

/// <summary>Toy texts of letters 1 .. 20; the positive ones hold the word 7 8 9 somewhere.</summary>
internal static class SomeTexts
{
    public static readonly CharNetworkParameters Small =
        new() { Symbols = 24, MaxLength = 30, Filters = 16, Hidden = 16, Epochs = 6, BatchRows = 32, LearningRate = 0.01, Dropout = 0 };

    public static (SymbolRows Rows, byte[] Labels) Make(int count, ulong seed = 3, int longest = 30)
    {
        var (random, rows, labels) = (new Xoshiro256(seed), new SymbolRows(), new byte[count]);
        for (var i = 0; i < count; i++)
        {
            var text = new byte[4 + random.NextInt(longest - 3)];
            for (var j = 0; j < text.Length; j++) text[j] = (byte)(1 + random.NextInt(20));
            labels[i] = (byte)random.NextInt(2);
            if (labels[i] == 1) new byte[] { 7, 8, 9 }.CopyTo(text, random.NextInt(text.Length - 2));
            rows.Add(text);
        }
        return (rows, labels);
    }

    public static CharNetwork Fit(SymbolRows rows, byte[] labels, CharNetworkParameters p, float[]? weights = null, int[]? subset = null) =>
        CharNetworkTrainer.Fit(rows, labels, weights ?? [], subset, p, TestContext.Current.CancellationToken);

    public static byte[] File(CharNetwork network)
    {
        var builder = new ModelFileBuilder();
        network.Save(builder, "net");
        return builder.Build("{}");
    }
}
