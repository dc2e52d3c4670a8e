using System.Globalization;

namespace Weir.Pipeline.Gates;

/// <summary>The limits of the gates, all in 0..1. Settings named gates.* and the plain names of the environment override them.</summary>
public sealed record GateLimits
{
    /// <summary>Least accuracy when suspicious counts as an alarm (gates.accuracy, ACCURACY_THRESHOLD).</summary>
    public double Accuracy { get; init; } = 0.75;

    /// <summary>Least F1 when suspicious counts as an alarm (gates.f1, F1_THRESHOLD).</summary>
    public double F1 { get; init; } = 0.65;

    /// <summary>Most benign rows called phishing (gates.fpr).</summary>
    public double FalsePositiveRate { get; init; } = 0.01;

    /// <summary>Least TPR at 1 % FPR (gates.tpr).</summary>
    public double TruePositiveRate { get; init; } = 0.4;

    /// <summary>Most calibration error at the base rate of the rows (gates.ece).</summary>
    public double CalibrationError { get; init; } = 0.1;

    /// <summary>Most popular homepages called phishing (gates.homepages).</summary>
    public double Homepages { get; init; } = 0.01;

    /// <summary>How much TPR at 1 % FPR a renewal of an old champion may lose, at the lower bound (gates.renewal-loss).</summary>
    public double RenewalLoss { get; init; } = 0.005;

    /// <summary>Reads the settings; a value that is no share or percentage of 0..1 throws <see cref="FormatException"/> by name.</summary>
    public static GateLimits From(IReadOnlyDictionary<string, string> settings, Func<string, string?> environment)
    {
        var limits = new GateLimits();
        return new GateLimits
        {
            Accuracy = Share(settings, environment, "gates.accuracy", "ACCURACY_THRESHOLD", limits.Accuracy),
            F1 = Share(settings, environment, "gates.f1", "F1_THRESHOLD", limits.F1),
            FalsePositiveRate = Share(settings, environment, "gates.fpr", null, limits.FalsePositiveRate),
            TruePositiveRate = Share(settings, environment, "gates.tpr", null, limits.TruePositiveRate),
            CalibrationError = Share(settings, environment, "gates.ece", null, limits.CalibrationError),
            Homepages = Share(settings, environment, "gates.homepages", null, limits.Homepages),
            RenewalLoss = Share(settings, environment, "gates.renewal-loss", null, limits.RenewalLoss),
        };
    }

    private static double Share(
        IReadOnlyDictionary<string, string> settings, Func<string, string?> environment, string name, string? alias, double fallback)
    {
        var fromEnvironment = alias is null ? null : environment(alias);
        var text = string.IsNullOrWhiteSpace(fromEnvironment) ? settings.GetValueOrDefault(name) : fromEnvironment;
        if (string.IsNullOrWhiteSpace(text)) return fallback;
        var trimmed = text.Trim().TrimEnd('%');
        if (!double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value is < 0 or > 100)
            throw new FormatException($"The setting {name} must be a share of 0 to 1 or a percentage, not '{text}'.");
        return value > 1 || text.Contains('%', StringComparison.Ordinal) ? value / 100 : value;
    }
}
