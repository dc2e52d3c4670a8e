using Weir.Learning.Explaining;

namespace Weir.Learning.Ensembles;

/// <summary>Several fitted models over the same row, and how their scores become one. Immutable.</summary>
public abstract class Ensemble : IClassifier, IExplained
{
    /// <summary>Most members of an ensemble.</summary>
    public const int MostMembers = Composition.MostMembers;

    private const int BlockRows = 256;
    private readonly IClassifier[] _members;

    private protected Ensemble(IClassifier[] members) => _members = members;

    /// <summary>The models, in the order of the learners.</summary>
    public IReadOnlyList<IClassifier> Members => _members;

    /// <summary>How many values a row has.</summary>
    public int FeatureCount => _members[0].FeatureCount;

    /// <summary>Raw log-odds of one row.</summary>
    public double Score(ReadOnlySpan<float> row)
    {
        Span<double> scores = stackalloc double[_members.Length];
        for (var m = 0; m < scores.Length; m++) scores[m] = _members[m].Score(row);
        return Combine(scores);
    }

    /// <summary>Scores many rows, block by block, so that members who score blocks faster do.</summary>
    public void Score(ReadOnlySpan<float> rows, Span<double> scores)
    {
        Span<double> block = stackalloc double[BlockRows];
        Span<double> one = stackalloc double[_members.Length];
        var all = new double[_members.Length * BlockRows];
        for (var from = 0; from < scores.Length; from += BlockRows)
        {
            var part = scores[from..Math.Min(scores.Length, from + BlockRows)];
            for (var m = 0; m < _members.Length; m++)
                _members[m].Score(rows.Slice(from * FeatureCount, part.Length * FeatureCount), all.AsSpan(m * BlockRows, part.Length));
            for (var i = 0; i < part.Length; i++)
            {
                for (var m = 0; m < one.Length; m++) one[m] = all[m * BlockRows + i];
                part[i] = Combine(one);
            }
        }
    }

    /// <summary>
    /// Contributions of the members, brought through the combination: exact when it is linear, else each member's Shapley
    /// value in it, spread over the features in proportion to the member's contributions.
    /// </summary>
    public double Explain(ReadOnlySpan<float> row, Span<double> contributions) => Composition.Explain(_members, Combine, row, contributions);

    /// <summary>Writes the members as <c>prefix.m0</c> and so on, then what combines them.</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        builder.Add<int>(prefix + ".members", [_members.Length]);
        for (var m = 0; m < _members.Length; m++) ClassifierFile.Save(_members[m], builder, $"{prefix}.m{m}");
        SaveCombination(builder, prefix);
    }

    /// <summary>One score of the scores of all members.</summary>
    private protected abstract double Combine(ReadOnlySpan<double> scores);

    private protected abstract void SaveCombination(ModelFileBuilder builder, string prefix);

    private protected static IClassifier[] LoadMembers(ModelFile file, string prefix)
    {
        var count = file.Get<int>(prefix + ".members");
        if (count is not [>= 1 and <= MostMembers]) throw file.Fault($"has an impossible number of members in '{prefix}'");
        var members = new IClassifier[count[0]];
        for (var m = 0; m < members.Length; m++) members[m] = ClassifierFile.Load(file, $"{prefix}.m{m}");
        if (Array.Exists(members, member => member.FeatureCount != members[0].FeatureCount))
            throw file.Fault($"has members of different features in '{prefix}'");
        return members;
    }
}
