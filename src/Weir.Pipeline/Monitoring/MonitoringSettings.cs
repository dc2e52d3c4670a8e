using Weir.Learning.Drift;

namespace Weir.Pipeline.Monitoring;

/// <summary>What the watch over a model looks at, and from when it speaks up. Settings named Monitoring:* override the defaults.</summary>
public sealed record MonitoringSettings
{
    /// <summary>How often a report is made (Monitoring:Every). Default one hour.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The time that is looked at (Monitoring:Window). Default 7 days.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The time before it, with which verdicts and labels are compared (Monitoring:History). Default 28 days.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(28);

    /// <summary>Rows kept of each model's data, and drawn from a window (Monitoring:Rows). Default 5,000.</summary>
    public int Rows { get; init; } = 5_000;

    /// <summary>Verdicts kept of each day (Monitoring:RowsPerDay). Default 1,000.</summary>
    public int RowsPerDay { get; init; } = 1_000;

    /// <summary>Fewer rows than this are shown and not judged (Monitoring:LeastRows). Default 500.</summary>
    public int LeastRows { get; init; } = 500;

    /// <summary>PSI from which a feature is notable, 0 to 1 (Monitoring:NotablePsi). Default 0.10.</summary>
    public double NotablePsi { get; init; } = 0.10;

    /// <summary>PSI from which it has shifted, 0 to 1 (Monitoring:Psi). Default 0.25.</summary>
    public double Psi { get; init; } = 0.25;

    /// <summary>Jensen-Shannon distance that a shift must have too, 0 to 1 (Monitoring:JensenShannon). Default 0.1.</summary>
    public double JensenShannon { get; init; } = 0.1;

    /// <summary>Expected share of false ones among the shifts (Monitoring:FalseDiscovery). Default 0.01.</summary>
    public double FalseDiscovery { get; init; } = 0.01;

    /// <summary>Least share of the model's gain that the shifted features carry before it is told (Monitoring:Importance). Default 0.1.</summary>
    public double Importance { get; init; } = 0.1;

    /// <summary>Calibration error beyond chance that is told (Monitoring:Calibration). Default 0.05.</summary>
    public double Calibration { get; init; } = 0.05;

    /// <summary>Loss of TPR at 1 % FPR since training that is told (Monitoring:Ageing). Default 0.1.</summary>
    public double Ageing { get; init; } = 0.1;

    /// <summary>Share of anomalies that is told (Monitoring:Anomalies). Default 0.05.</summary>
    public double Anomalies { get; init; } = 0.05;

    /// <summary>Rise of the share of phishing or unknown verdicts that is told, besides twice the usual (Monitoring:Rise). Default 0.02.</summary>
    public double Rise { get; init; } = 0.02;

    /// <summary>How long verdicts are remembered (Monitoring:KeepVerdicts). Default 90 days.</summary>
    public TimeSpan KeepVerdicts { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long reports are (Monitoring:KeepReports): all of the last week, then one a day. Default 365 days.</summary>
    public TimeSpan KeepReports { get; init; } = TimeSpan.FromDays(365);

    /// <summary>What an effect amounts to: large enough to matter, and then more than chance (corrected for the number of questions).</summary>
    public DriftLevel LevelOf(BinDrift effect, double chance)
    {
        if (chance > FalseDiscovery || effect.Psi < NotablePsi) return DriftLevel.None;
        return effect.Psi >= Psi && effect.JensenShannon >= JensenShannon ? DriftLevel.Shifted : DriftLevel.Notable;
    }

    /// <summary>Reads the settings; each fault adds a sentence.</summary>
    public static MonitoringSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var (block, usual) = (new SettingBlock(settings, "Monitoring:", faults), new MonitoringSettings());
        var read = new MonitoringSettings
        {
            Every = block.Span(nameof(Every), usual.Every),
            Window = block.Span(nameof(Window), usual.Window),
            History = block.Span(nameof(History), usual.History),
            Rows = block.Number(nameof(Rows), usual.Rows, 500, 50_000),
            RowsPerDay = block.Number(nameof(RowsPerDay), usual.RowsPerDay, 100, 20_000),
            LeastRows = block.Number(nameof(LeastRows), usual.LeastRows, 50, 50_000),
            NotablePsi = block.Share(nameof(NotablePsi), usual.NotablePsi),
            Psi = block.Share(nameof(Psi), usual.Psi),
            JensenShannon = block.Share(nameof(JensenShannon), usual.JensenShannon),
            FalseDiscovery = block.Share(nameof(FalseDiscovery), usual.FalseDiscovery),
            Importance = block.Share(nameof(Importance), usual.Importance),
            Calibration = block.Share(nameof(Calibration), usual.Calibration),
            Ageing = block.Share(nameof(Ageing), usual.Ageing),
            Anomalies = block.Share(nameof(Anomalies), usual.Anomalies),
            Rise = block.Share(nameof(Rise), usual.Rise),
            KeepVerdicts = block.Span(nameof(KeepVerdicts), usual.KeepVerdicts),
            KeepReports = block.Span(nameof(KeepReports), usual.KeepReports),
        };
        block.Done();
        if (read.KeepVerdicts < read.Window + read.History) faults.Add("Monitoring:KeepVerdicts must not be shorter than Monitoring:Window and Monitoring:History together.");
        return read;
    }
}
