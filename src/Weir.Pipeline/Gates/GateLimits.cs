using System.Globalization;

namespace Weir.Pipeline.Gates;

/// <summary>The limits of the gates; shares are in 0..1. Settings named Gates:* override them, before a preset that is named.</summary>
public sealed record GateLimits
{
    /// <summary>Setting of <see cref="Accuracy"/>.</summary>
    public const string AccuracySetting = "Gates:Accuracy";
    /// <summary>Setting of <see cref="F1"/>.</summary>
    public const string F1Setting = "Gates:F1";

    private const string Prefix = "Gates:";

    /// <summary>Least accuracy when suspicious counts as an alarm (Gates:Accuracy, ACCURACY_THRESHOLD).</summary>
    public double Accuracy { get; init; } = 0.75;

    /// <summary>Least F1 when suspicious counts as an alarm (Gates:F1, F1_THRESHOLD).</summary>
    public double F1 { get; init; } = 0.65;

    /// <summary>Most benign rows called phishing (Gates:FalsePositives).</summary>
    public double FalsePositiveRate { get; init; } = 0.01;

    /// <summary>Most benign rows called phishing or suspicious (Gates:Alarms).</summary>
    public double Alarms { get; init; } = TrainingPreset.Balanced.FalsePositives;

    /// <summary>Least TPR at 1 % FPR (Gates:Recall).</summary>
    public double TruePositiveRate { get; init; } = 0.4;

    /// <summary>Least TPR at 0.1 % FPR (Gates:StrictRecall); judged from 1,000 benign rows on.</summary>
    public double StrictTruePositiveRate { get; init; } = 0.1;

    /// <summary>Most calibration error at the base rate of the rows (Gates:Calibration).</summary>
    public double CalibrationError { get; init; } = 0.1;

    /// <summary>Most popular homepages called phishing (Gates:Homepages).</summary>
    public double Homepages { get; init; } = 0.01;

    /// <summary>Most caught phishing that another spelling or wrapping hides (Gates:Evasion).</summary>
    public double FlipRate { get; init; } = 0.1;

    /// <summary>How much a slice may lose against the champion beyond its noise (Gates:SliceLoss).</summary>
    public double SliceLoss { get; init; } = 0.01;

    /// <summary>How much TPR at 1 % FPR a renewal of an old champion may lose, at the lower bound (Gates:RenewalLoss).</summary>
    public double RenewalLoss { get; init; } = 0.005;

    /// <summary>Most bytes of a model file (Gates:ModelBytes).</summary>
    public double ModelBytes { get; init; } = 64 << 20;

    /// <summary>Most microseconds to judge one URL on one thread (Gates:Microseconds).</summary>
    public double Microseconds { get; init; } = 200;

    /// <summary>The names of all settings.</summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        AccuracySetting, F1Setting, "Gates:FalsePositives", "Gates:Alarms", "Gates:Recall", "Gates:StrictRecall", "Gates:Calibration",
        "Gates:Homepages", "Gates:Evasion", "Gates:SliceLoss", "Gates:RenewalLoss", "Gates:ModelBytes", "Gates:Microseconds",
    ];

    /// <summary>Reads the settings; each value that cannot be used adds a sentence to the faults.</summary>
    public static GateLimits From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var usual = Usual(settings);
        return new GateLimits
        {
            Accuracy = Share("Accuracy", usual.Accuracy),
            F1 = Share("F1", usual.F1),
            FalsePositiveRate = Share("FalsePositives", usual.FalsePositiveRate),
            Alarms = Share("Alarms", usual.Alarms),
            TruePositiveRate = Share("Recall", usual.TruePositiveRate),
            StrictTruePositiveRate = Share("StrictRecall", usual.StrictTruePositiveRate),
            CalibrationError = Share("Calibration", usual.CalibrationError),
            Homepages = Share("Homepages", usual.Homepages),
            FlipRate = Share("Evasion", usual.FlipRate),
            SliceLoss = Share("SliceLoss", usual.SliceLoss),
            RenewalLoss = Share("RenewalLoss", usual.RenewalLoss),
            ModelBytes = Amount(settings, "ModelBytes", usual.ModelBytes, faults),
            Microseconds = Amount(settings, "Microseconds", usual.Microseconds, faults),
        };

        double Share(string name, double otherwise) => GateLimits.Share(settings, name, otherwise, faults);
    }

    // A preset that nobody named says when to train, not what is good enough: 85 % accuracy would refuse every renewal on late,
    // hard rows, just when it is needed most.
    private static GateLimits Usual(IReadOnlyDictionary<string, string> settings) =>
        TrainingPreset.Find(settings.GetValueOrDefault(TrainingPreset.Setting)) is { } preset
            ? new GateLimits { Accuracy = preset.Accuracy, Alarms = preset.FalsePositives }
            : new GateLimits();

    private static double Amount(IReadOnlyDictionary<string, string> settings, string name, double usual, ICollection<string> faults)
    {
        if (!settings.TryGetValue(Prefix + name, out var text) || string.IsNullOrWhiteSpace(text)) return usual;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0) return value;
        faults.Add($"{Prefix}{name} must be a number above 0, not '{text}'.");
        return usual;
    }

    private static double Share(IReadOnlyDictionary<string, string> settings, string name, double usual, ICollection<string> faults)
    {
        if (!settings.TryGetValue(Prefix + name, out var text) || string.IsNullOrWhiteSpace(text)) return usual;
        var number = text.Trim().TrimEnd('%').TrimEnd();
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value is not (>= 0 and <= 100))
        {
            faults.Add($"{Prefix}{name} must be a share of 0 to 1 or a percentage, not '{text}'.");
            return usual;
        }

        return value > 1 || text.Contains('%', StringComparison.Ordinal) ? value / 100 : value;
    }
}
