namespace Weir.Learning.Networks;

/// <summary>A network in the sections of a model file. Contents are checked as hostile.</summary>
internal static class CharNetworkFile
{
    public static void Save(CharNetwork network, ModelFileBuilder builder, string prefix)
    {
        var s = network.Shape;
        builder.Add<int>(prefix + ".shape", [s.Symbols, s.MaxLength, s.Embedding, s.ShortWidth, s.LongWidth, s.Filters, s.Hidden]);
        builder.Add<float>(prefix + ".weights", network.Weights);
    }

    public static CharNetwork Load(ModelFile file, string prefix)
    {
        if (file.Get<int>(prefix + ".shape") is not [var symbols, var length, var embedding, var shorter, var longer, var filters, var hidden])
            throw file.Fault($"has an unknown shape of the network '{prefix}'");
        var shape = new CharShape(symbols, length, embedding, shorter, longer, filters, hidden);
        if (shape.Faults().Count > 0) throw file.Fault($"has an unknown shape of the network '{prefix}'");
        var weights = file.Get<float>(prefix + ".weights");
        if (weights.Length != shape.Weights || !IsTame(weights))
            throw file.Fault($"has impossible weights in the network '{prefix}'");
        return new CharNetwork(shape, weights);
    }

    /// <summary>Within these bounds no sum can overflow, whatever the text.</summary>
    public static bool IsTame(float[] weights) => Array.TrueForAll(weights, w => Math.Abs(w) <= 10_000);
}
