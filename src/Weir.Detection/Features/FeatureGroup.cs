namespace Weir.Detection.Features;

/// <summary>Some features that are computed together: a list of definitions and the values in the same order.</summary>
internal abstract class FeatureGroup
{
    /// <summary>The features, in the order in which <see cref="Fill"/> adds their values.</summary>
    public abstract IReadOnlyList<FeatureDefinition> Definitions { get; }

    /// <summary>Adds one value a definition. Allocates nothing.</summary>
    public abstract void Fill(in UrlSubject subject, ref FeatureRow row);
}

/// <summary>Writes values side by side into a row.</summary>
internal ref struct FeatureRow(Span<float> values)
{
    private readonly Span<float> _values = values;

    /// <summary>How many values were added.</summary>
    public int Count { get; private set; }

    public void Add(double value) => _values[Count++] = (float)value;

    public void Add(bool value) => _values[Count++] = value ? 1 : 0;
}
