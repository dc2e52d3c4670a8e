namespace Weir.Learning.Neighbours;

/// <summary>The sections of a <see cref="NeighboursModel"/>.</summary>
internal static class NeighboursFile
{
    public static void Save(NeighboursModel model, ModelFileBuilder builder, string prefix)
    {
        builder.Add<int>(prefix + ".shape", [model.FeatureCount, model.Rows, model.Neighbours, (int)model.Weights]);
        builder.Add<double>(prefix + ".scale", [.. model.Means, .. model.Factors]);
        builder.Add<float>(prefix + ".rows", [.. model.Kept.Columns.SelectMany(column => column)]);
        builder.Add<byte>(prefix + ".labels", model.Kept.Labels);
        builder.Add<float>(prefix + ".weights", model.Kept.Weights);
    }

    public static NeighboursModel Load(ModelFile file, string prefix)
    {
        var shape = file.Get<int>(prefix + ".shape");
        var scale = file.Get<double>(prefix + ".scale");
        var rows = file.Get<float>(prefix + ".rows");
        var labels = file.Get<byte>(prefix + ".labels");
        var weights = file.Get<float>(prefix + ".weights");
        var fits = shape is [> 0, > 0, >= 1 and <= 1000, 0 or 1] && scale.Length == 2L * shape[0] && rows.Length == (long)shape[0] * shape[1]
            && labels.Length == shape[1] && weights.Length == shape[1] && Array.TrueForAll(labels, label => label <= 1)
            && Array.TrueForAll(weights, w => w > 0 && float.IsFinite(w)) && Array.TrueForAll(rows, float.IsFinite) && Array.TrueForAll(scale, double.IsFinite);
        if (!fits) throw file.Fault($"holds damaged neighbours in '{prefix}'");
        var columns = Enumerable.Range(0, shape[0]).Select(f => rows[(f * shape[1])..((f + 1) * shape[1])]);
        return new NeighboursModel(
            scale[..shape[0]], scale[shape[0]..], new RowTiles([.. columns], labels, weights), shape[2], (NeighbourWeights)shape[3]);
    }
}
