using Weir.Learning.Forests;
using Weir.Learning.Linear;
using Weir.Learning.Neighbours;
using Weir.Learning.Trees;

namespace Weir.Learning.Ensembles;

/// <summary>Saves a model with the name of its kind, so that it can be loaded by who does not know the kind. Every learner is listed here.</summary>
public static class ClassifierFile
{
    private static readonly (string Name, Type Type, Func<ModelFile, string, IClassifier> Load)[] Kinds =
    [
        ("boosted-trees", typeof(BoostedTrees), BoostedTrees.Load),
        ("forest", typeof(Forest), Forest.Load),
        ("linear", typeof(LinearModel), LinearModel.Load),
        ("categorical-trees", typeof(CategoricalTrees), CategoricalTrees.Load),
        ("neighbours", typeof(NeighboursModel), NeighboursModel.Load),
        ("average", typeof(Average), Average.Load),
        ("stack", typeof(Stack), Stack.Load),
    ];

    /// <summary>The types that can be saved and loaded.</summary>
    internal static IEnumerable<Type> Types => Kinds.Select(kind => kind.Type);

    /// <summary>Writes the section <c>prefix.kind</c> and those of the model.</summary>
    /// <exception cref="ArgumentException">The type of the model is not listed.</exception>
    public static void Save(IClassifier model, ModelFileBuilder builder, string prefix)
    {
        var name = Array.Find(Kinds, kind => kind.Type == model.GetType()).Name
            ?? throw new ArgumentException($"{model.GetType().Name} is not a listed kind of model.", nameof(model));
        builder.Add<byte>(prefix + ".kind", System.Text.Encoding.UTF8.GetBytes(name));
        model.Save(builder, prefix);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">Sections are missing or damaged, or the kind is unknown.</exception>
    public static IClassifier Load(ModelFile file, string prefix)
    {
        var name = System.Text.Encoding.UTF8.GetString(file.Span<byte>(prefix + ".kind"));
        var load = Array.Find(Kinds, kind => kind.Name == name).Load ?? throw file.Fault($"holds a model of an unknown kind in '{prefix}'");
        return load(file, prefix);
    }
}
