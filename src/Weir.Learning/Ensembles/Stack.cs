namespace Weir.Learning.Ensembles;

/// <summary>A model over the scores of other models (Wolpert 1992). Immutable.</summary>
public sealed class Stack : Ensemble
{
    internal Stack(IClassifier[] members, IClassifier meta) : base(members) => Meta = meta;

    /// <summary>The model whose features are the scores of the members.</summary>
    public IClassifier Meta { get; }

    /// <summary>Reads what <see cref="Ensemble.Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static Stack Load(ModelFile file, string prefix)
    {
        var members = LoadMembers(file, prefix);
        var meta = ClassifierFile.Load(file, prefix + ".meta");
        return meta.FeatureCount == members.Length
            ? new Stack(members, meta)
            : throw file.Fault($"combines {members.Length} members by a model of {meta.FeatureCount} in '{prefix}'");
    }

    private protected override double Combine(ReadOnlySpan<double> scores)
    {
        Span<float> row = stackalloc float[scores.Length];
        for (var m = 0; m < row.Length; m++) row[m] = (float)scores[m];
        return Meta.Score(row);
    }

    private protected override void SaveCombination(ModelFileBuilder builder, string prefix) => ClassifierFile.Save(Meta, builder, prefix + ".meta");
}
