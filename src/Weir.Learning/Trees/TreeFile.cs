namespace Weir.Learning.Trees;

/// <summary>Boosted trees in the sections of a model file. Contents are checked as hostile.</summary>
internal static class TreeFile
{
    public static void Save(BoostedTrees model, ModelFileBuilder builder, string prefix)
    {
        var table = model.Table;
        builder.Add<double>(prefix + ".bias", [table.Bias]);
        builder.Add<double>(prefix + ".importance", model.Importance);
        builder.Add<int>(prefix + ".starts", table.Starts);
        builder.Add<int>(prefix + ".feature", table.Feature);
        builder.Add<float>(prefix + ".threshold", table.Threshold);
        builder.Add<byte>(prefix + ".missingleft", table.MissingLeft);
        builder.Add<int>(prefix + ".left", table.Left);
        builder.Add<double>(prefix + ".value", table.Value);
        builder.Add<double>(prefix + ".cover", table.Cover);
    }

    public static BoostedTrees Load(ModelFile file, string prefix)
    {
        var bias = file.Get<double>(prefix + ".bias");
        var importance = file.Get<double>(prefix + ".importance");
        var table = new TreeTable
        {
            FeatureCount = importance.Length,
            Bias = bias.Length == 1 ? bias[0] : double.NaN,
            Starts = file.Get<int>(prefix + ".starts"),
            Feature = file.Get<int>(prefix + ".feature"),
            Threshold = file.Get<float>(prefix + ".threshold"),
            MissingLeft = file.Get<byte>(prefix + ".missingleft"),
            Left = file.Get<int>(prefix + ".left"),
            Value = file.Get<double>(prefix + ".value"),
            Cover = file.Get<double>(prefix + ".cover"),
        };
        return table.Complete() ? new BoostedTrees(table, importance) : throw file.Fault($"holds damaged trees in '{prefix}'");
    }
}
