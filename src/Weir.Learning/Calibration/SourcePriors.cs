namespace Weir.Learning.Calibration;

/// <summary>
/// The base rate of each source (a channel, a feed, a customer), so that one model's probabilities hold for all of them: the
/// same score means more where phishing is common. A source with few rows is drawn to the rate of all rows. Immutable.
/// </summary>
public sealed class SourcePriors
{
    private const char Separator = '\n';
    private readonly SortedDictionary<string, double> _rates;

    private SourcePriors(double overall, SortedDictionary<string, double> rates)
    {
        Overall = overall;
        _rates = rates;
    }

    /// <summary>The base rate of all rows, which an unknown source gets; above 0 and below 1.</summary>
    public double Overall { get; }

    /// <summary>The known sources, in ordinal order.</summary>
    public IReadOnlyCollection<string> Sources => _rates.Keys;

    /// <summary>Counts the rates of the sources.</summary>
    /// <param name="sources">One name a row, without line breaks.</param>
    /// <param name="labels">0 or 1, one a row.</param>
    /// <param name="strength">How many rows at the overall rate each source is given beside its own, above 0.</param>
    /// <exception cref="ArgumentException">Shapes that differ, another label, a name with a line break, or a strength out of range.</exception>
    public static SourcePriors Fit(IReadOnlyList<string> sources, ReadOnlySpan<byte> labels, double strength = 100)
    {
        if (sources.Count != labels.Length) throw new ArgumentException($"There are {sources.Count} sources and {labels.Length} labels.", nameof(sources));
        if (!(strength > 0 && double.IsFinite(strength))) throw new ArgumentException("The strength is not above 0.", nameof(strength));
        var counts = new SortedDictionary<string, (double Rows, double Positive)>(StringComparer.Ordinal);
        double positive = 0.5, rows = 1;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] > 1 || sources[i].Contains(Separator)) throw new ArgumentException($"Row {i} has label {labels[i]} or a source that is no name.", nameof(labels));
            var (r, p) = counts.GetValueOrDefault(sources[i]);
            counts[sources[i]] = (r + 1, p + labels[i]);
            rows++;
            positive += labels[i];
        }
        var overall = positive / rows;
        var rates = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (source, (r, p)) in counts) rates[source] = (p + strength * overall) / (r + strength);
        return new SourcePriors(overall, rates);
    }

    /// <summary>These priors with another rate for one source: what is known of it, or <see cref="PriorCorrection.EstimateRate"/>.</summary>
    /// <exception cref="ArgumentException">The rate is not between 0 and 1, or the name has a line break.</exception>
    public SourcePriors With(string source, double rate)
    {
        if (!IsRate(rate) || source.Contains(Separator)) throw new ArgumentException($"The rate {rate} of '{source}' is not between 0 and 1, or the name has a line break.", nameof(rate));
        return new SourcePriors(Overall, new SortedDictionary<string, double>(_rates, StringComparer.Ordinal) { [source] = rate });
    }

    /// <summary>The base rate of a source.</summary>
    public double Rate(string? source) => source is not null && _rates.TryGetValue(source, out var rate) ? rate : Overall;

    /// <summary>A probability that holds at <paramref name="fromRate"/>, for a subject of this source.</summary>
    public double Adjust(double p, double fromRate, string? source) => PriorCorrection.Adjust(p, fromRate, Rate(source));

    /// <summary>Writes the sections <c>prefix.names</c> (UTF-8, a name a line) and <c>prefix.rates</c> (of all rows, then one a name).</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        builder.Add<byte>(prefix + ".names", System.Text.Encoding.UTF8.GetBytes(string.Concat(_rates.Keys.Select(name => name + Separator))));
        builder.Add<double>(prefix + ".rates", [Overall, .. _rates.Values]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or are no rates of different sources.</exception>
    public static SourcePriors Load(ModelFile file, string prefix)
    {
        var names = System.Text.Encoding.UTF8.GetString(file.Span<byte>(prefix + ".names")).Split(Separator);
        var rates = file.Get<double>(prefix + ".rates");
        if (rates.Length != names.Length || names[^1].Length > 0 || !Array.TrueForAll(rates, IsRate))
            throw file.Fault($"has base rates '{prefix}' that do not fit their sources");
        var known = new SortedDictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length - 1; i++)
            if (!known.TryAdd(names[i], rates[i + 1])) throw file.Fault($"names a source of '{prefix}' twice");
        return new SourcePriors(rates[0], known);
    }

    private static bool IsRate(double rate) => rate is > 0 and < 1;
}
