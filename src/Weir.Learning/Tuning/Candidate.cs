using System.Globalization;

namespace Weir.Learning.Tuning;

/// <summary>A point of a search space. The default candidate has no values: whoever asks gets the fallback.</summary>
public sealed class Candidate
{
    private readonly IReadOnlyDictionary<string, (Dimension Of, double Value)> _values;

    internal Candidate(int index, IReadOnlyDictionary<string, (Dimension, double)> values)
    {
        Index = index;
        _values = values;
    }

    /// <summary>0 = the default; the others count up in the order in which they were drawn.</summary>
    public int Index { get; }

    /// <summary>All values as text, by name in the order of the space.</summary>
    public IEnumerable<KeyValuePair<string, string>> Texts =>
        _values.Values.Select(pair => KeyValuePair.Create(pair.Of.Name, pair.Of.Text(pair.Value)));

    /// <summary>A parameter that is a number.</summary>
    public double Number(string name, double fallback) => _values.TryGetValue(name, out var found) ? found.Value : fallback;

    /// <summary>A parameter that is a whole number.</summary>
    public int Int(string name, int fallback) => _values.TryGetValue(name, out var found) ? (int)found.Value : fallback;

    /// <summary>A parameter that is a word.</summary>
    public string Choice(string name, string fallback) => _values.TryGetValue(name, out var found) ? found.Of.Text(found.Value) : fallback;

    /// <summary>Index and values in a line.</summary>
    public override string ToString() => _values.Count == 0
        ? "default"
        : string.Create(CultureInfo.InvariantCulture, $"{Index}: {string.Join(", ", Texts.Select(pair => $"{pair.Key} {pair.Value}"))}");
}
