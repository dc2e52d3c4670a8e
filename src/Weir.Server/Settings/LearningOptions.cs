using Weir.Detection.Features;
using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Pipeline.Appeals;
using Weir.Pipeline.Collecting;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Feeds;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Keeping;
using Weir.Pipeline.Labeling;
using Weir.Pipeline.Monitoring;
using Weir.Pipeline.Tables.Training;
using Weir.Pipeline.Tracking;
using Weir.Pipeline.Triggers;

namespace Weir.Server.Settings;

/// <summary>The settings of learning and of the model that serves, checked like all others: every fault in one message.</summary>
public sealed record LearningOptions
{
    /// <summary>What a challenger must reach.</summary>
    public GateLimits Limits { get; init; } = new();

    /// <summary>When to learn, and from how much.</summary>
    public TrainingSettings Training { get; init; } = new();

    /// <summary>When the loop learns tables.</summary>
    public TableTrainingSettings Tables { get; init; } = new();

    /// <summary>How labels are guarded.</summary>
    public LabelSettings Labels { get; init; } = new();

    /// <summary>Features that the next training leaves out.</summary>
    public IReadOnlyList<string> FeaturesOff { get; init; } = [];

    /// <summary>The model version to serve in place of the champion; null serves the champion.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>What the watch over the model looks at.</summary>
    public MonitoringSettings Monitoring { get; init; } = new();
    /// <summary>All feeds of the settings, also those that are switched off.</summary>
    public IReadOnlyList<FeedSettings> Feeds { get; init; } = [];
    /// <summary>What is kept for how long, and where copies go.</summary>
    public KeepingSettings Keeping { get; init; } = new();
    /// <summary>Who is told of alerts.</summary>
    public AlertSettings Alerts { get; init; } = new();
    /// <summary>How objections are handled.</summary>
    public AppealSettings Appeals { get; init; } = new();
    /// <summary>How a challenger gets to work, and when a champion is taken back.</summary>
    public DeploymentPlan Deployment { get; init; } = new();

    /// <summary>What of the verdicts is kept, and for how long.</summary>
    public VerdictSettings Verdicts { get; init; } = new();

    /// <summary>The MLflow server that is told of trainings and models.</summary>
    public MlflowSettings Mlflow { get; init; } = new();

    /// <summary>How this machine hands over, or from which collectors it takes.</summary>
    public CollectorSettings Collector { get; init; } = new();
    /// <summary>How a cycle runs under these settings.</summary>
    public CycleOptions Cycle(string actor, bool force = false) => new()
    {
        Actor = actor,
        Force = force,
        Limits = Limits,
        Labels = Labels,
        Deployment = Deployment,
        MaxSamples = Training.MaxSamples,
        TrainingInterval = Training.MaxAge,
    };

    /// <summary>How the loop runs the cycle of a table under these settings.</summary>
    public TableCycleOptions TableCycle(string actor) => new()
    {
        Actor = actor,
        Limits = Limits,
        Deployment = Deployment,
        Training = new TableTrainingParameters { Budget = Tables.Budget },
    };

    /// <summary>Reads the settings of this process, under this preset when one is given. Throws <see cref="SettingsException"/>.</summary>
    public static LearningOptions Read(string dataDirectory, string? preset = null)
    {
        // Everything is checked, also what only the server needs: a mistyped setting is told by the first command that is run.
        ServerOptions.Read(dataDirectory);
        var faults = new List<string>();
        var values = SettingsReader.Read(dataDirectory, Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariables(), faults);
        if (preset is not null) values = new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase) { [TrainingPreset.Setting] = preset };
        return Read(values, faults);
    }

    /// <summary>Reads settings by name; each one that cannot be used adds a sentence to the faults.</summary>
    public static LearningOptions Read(IReadOnlyDictionary<string, string> values, ICollection<string> faults) => new()
    {
        Limits = GateLimits.From(values, faults),
        Training = TrainingSettings.From(values, faults),
        Tables = TableTrainingSettings.From(values, faults),
        Labels = LabelSettings.From(values, faults),
        FeaturesOff = Features(values.GetValueOrDefault(SettingNames.FeaturesOff) ?? "", faults),
        Keeping = KeepingSettings.From(values, faults),
        ModelVersion = values.GetValueOrDefault(SettingNames.ModelVersion) is { Length: > 0 } version ? version.Trim() : null,
        Monitoring = MonitoringSettings.From(values, faults),
        Alerts = AlertSettings.From(values, faults),
        Mlflow = MlflowSettings.From(values, faults),
        Appeals = AppealSettings.From(values, faults),
        Deployment = DeploymentPlan.From(values, faults),
        Verdicts = VerdictSettings.From(values, faults),
        Feeds = FeedSettings.WithUsual(FeedSettings.From(values, faults)),
        Collector = CollectorSettings.From(values, faults),
    };

    private static List<string> Features(string text, ICollection<string> faults)
    {
        var names = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var name in names)
            if (UrlFeatureSchema.IndexOf(name) < 0) faults.Add($"{SettingNames.FeaturesOff} names '{name}', which is no feature; `weir features` lists them.");
        return names;
    }
}
