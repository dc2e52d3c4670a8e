using System.Globalization;
using System.Text.Json.Nodes;

namespace Weir.Benchmarks.Harness;

/// <summary>What the figures of a question must reach: <c>bench/targets.json</c>, a list of [path, "&gt;=" or "&lt;=", value] a name.</summary>
internal sealed class Targets(JsonObject all)
{
    public static Targets Load(string root)
    {
        var path = Path.Combine(root, "bench", "targets.json");
        return new Targets(JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new BenchException($"{path} is not a JSON object."));
    }

    /// <summary>The targets that are not met, in words; a figure that is missing is not met.</summary>
    public IReadOnlyList<string> Unmet(string name, JsonObject figures)
    {
        var unmet = new List<string>();
        foreach (var target in all[name] as JsonArray ?? [])
        {
            var (path, sign, limit) = (target![0]!.GetValue<string>(), target[1]!.GetValue<string>(), target[2]!.GetValue<double>());
            var value = Figure.At(figures, path);
            if (!(sign == ">=" ? value >= limit : value <= limit))
                unmet.Add(string.Create(CultureInfo.InvariantCulture, $"{path} is {(double.IsNaN(value) ? "missing" : value)}, not {sign} {limit}"));
        }
        return unmet;
    }

    /// <summary>True when targets stand for this name.</summary>
    public bool Has(string name) => all[name] is JsonArray { Count: > 0 };
}
