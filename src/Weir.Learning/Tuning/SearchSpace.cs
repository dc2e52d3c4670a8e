using Weir.Learning.Numerics;

namespace Weir.Learning.Tuning;

/// <summary>The parameters that are tuned, and what each may be.</summary>
public sealed class SearchSpace
{
    private readonly Dimension[] _dimensions;

    /// <summary>Checks and keeps the parameters.</summary>
    /// <exception cref="ArgumentException">There are none, two have one name, or a range is empty; every fault is named.</exception>
    public SearchSpace(params IReadOnlyList<Dimension> dimensions)
    {
        var faults = dimensions.Select(d => d.Fault()).OfType<string>().ToList();
        if (dimensions.Count == 0) faults.Add("The search space has no parameters.");
        faults.AddRange(dimensions.CountBy(d => d.Name).Where(name => name.Value > 1).Select(name => $"{name.Key} is declared {name.Value} times."));
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
        _dimensions = [.. dimensions];
    }

    /// <summary>The parameters in their order.</summary>
    public IReadOnlyList<Dimension> Dimensions => _dimensions;

    /// <summary>The candidate whose parameters are all the default ones.</summary>
    public static Candidate Default { get; } = new(0, new Dictionary<string, (Dimension, double)>());

    /// <summary>The candidate of an index above 0, which does not depend on how many are drawn.</summary>
    public Candidate Draw(int index, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, 1);
        var random = new Xoshiro256(SplitMix64.Mix((ulong)index, seed));
        var values = new OrderedDictionary<string, (Dimension, double)>(StringComparer.Ordinal);
        foreach (var dimension in _dimensions) values.Add(dimension.Name, (dimension, dimension.Draw(ref random)));
        return new Candidate(index, values);
    }

    /// <summary>The candidate of written values; parameters that are not named keep their default.</summary>
    /// <exception cref="ArgumentException">A name is unknown or a value is not of its range; every fault is named.</exception>
    public Candidate Parse(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var (values, faults) = (new OrderedDictionary<string, (Dimension, double)>(StringComparer.Ordinal), new List<string>());
        foreach (var (name, text) in texts)
        {
            if (Array.Find(_dimensions, d => d.Name == name) is not { } dimension) faults.Add($"There is no parameter '{name}'.");
            else if (dimension.Parse(text) is not { } value) faults.Add($"{name} cannot be '{text}': {Range(dimension)}.");
            else values[name] = (dimension, value);
        }
        return faults.Count == 0 ? new Candidate(values.Count == 0 ? 0 : 1, values) : throw new ArgumentException(string.Join(' ', faults));
    }

    private static string Range(Dimension dimension) => dimension.Choices.Count > 0
        ? $"it is one of {string.Join(", ", dimension.Choices)}"
        : $"it is a {(dimension.IsWhole ? "whole " : "")}number from {dimension.Text(dimension.Low)} to {dimension.Text(dimension.High)}";
}
