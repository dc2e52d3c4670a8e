using System.Globalization;
using System.Text;

namespace Weir.Server.Metrics;

/// <summary>Writes metrics in the text format of Prometheus, version 0.0.4.</summary>
internal sealed class MetricText
{
    /// <summary>The media type of the format.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new(8192);

    private string _name = "";

    /// <summary>Begins a counter; its name ends with _total.</summary>
    public MetricText Counter(string name, string help) => Family(name, "counter", help);

    /// <summary>Begins a gauge.</summary>
    public MetricText Gauge(string name, string help) => Family(name, "gauge", help);

    /// <summary>Begins a histogram.</summary>
    public MetricText Histogram(string name, string help) => Family(name, "histogram", help);

    /// <summary>A sample of the metric that was begun.</summary>
    public MetricText Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels) => Line(_name, value, labels);

    /// <summary>A time as Unix seconds; nothing when there is none.</summary>
    public MetricText Time(DateTimeOffset? at, params ReadOnlySpan<(string Name, string Value)> labels) =>
        at is { } time ? Line(_name, time.ToUnixTimeMilliseconds() / 1000.0, labels) : this;

    /// <summary>The samples of a histogram with one label: counts of each bucket, one more than bounds, and the sum of what was seen.</summary>
    public void Buckets(double[] bounds, long[] counts, double sum, (string Name, string Value) label)
    {
        var below = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            below += counts[i];
            Line(_name + "_bucket", below, [label, ("le", i < bounds.Length ? Number(bounds[i]) : "+Inf")]);
        }

        Line(_name + "_sum", sum, [label]);
        Line(_name + "_count", below, [label]);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private MetricText Family(string name, string type, string help)
    {
        _name = name;
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    private MetricText Line(string name, double value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (var i = 0; i < labels.Length; i++)
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escaped(labels[i].Value)).Append('"');
        if (labels.Length > 0) _text.Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
        return this;
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
