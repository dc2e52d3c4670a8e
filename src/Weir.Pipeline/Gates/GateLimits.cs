using System.Globalization;

namespace Weir.Pipeline.Gates;

/// <summary>The limits of the gates, all in 0..1. Settings named Gates:* override them.</summary>
public sealed record GateLimits
{
    /// <summary>Setting of <see cref="Accuracy"/>.</summary>
    public const string AccuracySetting = "Gates:Accuracy";
    /// <summary>Setting of <see cref="F1"/>.</summary>
    public const string F1Setting = "Gates:F1";
    /// <summary>Setting of <see cref="FalsePositiveRate"/>.</summary>
    public const string FalsePositivesSetting = "Gates:FalsePositives";
    /// <summary>Setting of <see cref="TruePositiveRate"/>.</summary>
    public const string RecallSetting = "Gates:Recall";
    /// <summary>Setting of <see cref="CalibrationError"/>.</summary>
    public const string CalibrationSetting = "Gates:Calibration";
    /// <summary>Setting of <see cref="Homepages"/>.</summary>
    public const string HomepagesSetting = "Gates:Homepages";
    /// <summary>Setting of <see cref="RenewalLoss"/>.</summary>
    public const string RenewalLossSetting = "Gates:RenewalLoss";

    /// <summary>Least accuracy when suspicious counts as an alarm (Gates:Accuracy, ACCURACY_THRESHOLD).</summary>
    public double Accuracy { get; init; } = 0.75;

    /// <summary>Least F1 when suspicious counts as an alarm (Gates:F1, F1_THRESHOLD).</summary>
    public double F1 { get; init; } = 0.65;

    /// <summary>Most benign rows called phishing (Gates:FalsePositives).</summary>
    public double FalsePositiveRate { get; init; } = 0.01;

    /// <summary>Least TPR at 1 % FPR (Gates:Recall).</summary>
    public double TruePositiveRate { get; init; } = 0.4;

    /// <summary>Most calibration error at the base rate of the rows (Gates:Calibration).</summary>
    public double CalibrationError { get; init; } = 0.1;

    /// <summary>Most popular homepages called phishing (Gates:Homepages).</summary>
    public double Homepages { get; init; } = 0.01;

    /// <summary>How much TPR at 1 % FPR a renewal of an old champion may lose, at the lower bound (Gates:RenewalLoss).</summary>
    public double RenewalLoss { get; init; } = 0.005;

    /// <summary>Reads the settings; each value that is no share of 0 to 1 and no percentage adds a sentence to the faults.</summary>
    public static GateLimits From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var usual = new GateLimits();
        return new GateLimits
        {
            Accuracy = Share(settings, AccuracySetting, usual.Accuracy, faults),
            F1 = Share(settings, F1Setting, usual.F1, faults),
            FalsePositiveRate = Share(settings, FalsePositivesSetting, usual.FalsePositiveRate, faults),
            TruePositiveRate = Share(settings, RecallSetting, usual.TruePositiveRate, faults),
            CalibrationError = Share(settings, CalibrationSetting, usual.CalibrationError, faults),
            Homepages = Share(settings, HomepagesSetting, usual.Homepages, faults),
            RenewalLoss = Share(settings, RenewalLossSetting, usual.RenewalLoss, faults),
        };
    }

    private static double Share(IReadOnlyDictionary<string, string> settings, string name, double usual, ICollection<string> faults)
    {
        if (!settings.TryGetValue(name, out var text) || string.IsNullOrWhiteSpace(text)) return usual;
        var number = text.Trim().TrimEnd('%').TrimEnd();
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value is not (>= 0 and <= 100))
        {
            faults.Add($"{name} must be a share of 0 to 1 or a percentage, not '{text}'.");
            return usual;
        }

        return value > 1 || text.Contains('%', StringComparison.Ordinal) ? value / 100 : value;
    }
}
