using System.Globalization;
using System.Text.Json.Nodes;

namespace Weir.Benchmarks.Harness;

/// <summary>What was measured.</summary>
/// <param name="Figures">All figures, ours and the peer's; targets name them by their path.</param>
/// <param name="Ratio">Ours to the peer's: smaller is better for times, larger for rates; null without a peer.</param>
/// <param name="Text">The same for people, as Markdown tables.</param>
internal sealed record Answer(JsonObject Figures, double? Ratio, string Text);

/// <summary>Fails a measurement with one clear sentence.</summary>
internal sealed class BenchException(string message) : Exception(message);

/// <summary>Figures as they are printed: five digits after the point, not-a-number as null.</summary>
internal static class Figure
{
    public static JsonNode? Of(double value, int digits = 5) => double.IsFinite(value) ? JsonValue.Create(Math.Round(value, digits)) : null;

    public static string Percent(double value) => double.IsFinite(value) ? FormattableString.Invariant($"{100 * value:F2} %") : "n/a";

    public static string Text(double value, int digits = 4) =>
        double.IsFinite(value) ? value.ToString("F" + digits, CultureInfo.InvariantCulture) : "n/a";

    /// <summary>The number at a path like <c>test_2025/weir/auc</c>; NaN when there is none.</summary>
    public static double At(JsonNode figures, string path)
    {
        JsonNode? at = figures;
        foreach (var step in path.Split('/')) at = (at as JsonObject)?[step];
        // A node made in code keeps its own type; its text is a number whatever the type.
        return at is JsonValue value && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
    }
}
