using Weir.Detection;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Registry;
using Weir.Server.Settings;

namespace Weir.Cli.Checks;

/// <summary>What judges for <c>weir check</c>: the model that was named, else the champion, else the shipped baseline, else none.</summary>
internal sealed class CheckJudge
{
    private readonly Detector _detector;

    private CheckJudge(Detector detector, string? problem)
    {
        _detector = detector;
        Problem = problem;
    }

    /// <summary>One sentence when the champion could not be loaded and another judges in its place.</summary>
    public string? Problem { get; }

    /// <summary>The judge that the options ask for.</summary>
    public static CheckJudge Open(CheckOptions options, TimeProvider time)
    {
        using var source = new DetectorSource(DatabaseSettings.Of(options.Data), time, pinned: LearningOptions.Read(options.Data).ModelVersion);
        if (options.Model is { } named) return new(source.Around(NamedModel.Find(named, options.Data)), null);
        var loaded = source.Load();
        var instead = loaded.Detector.Model is { } model ? $"{model.Version} ({loaded.Origin}) judges in its place." : "Nothing is judged.";
        return new(loaded.Detector, loaded.Problem is { } problem ? $"{problem} {instead}" : null);
    }

    /// <summary>As bulk work uses it.</summary>
    public BulkJudge For(IVerdictFormat format, Explain explain) =>
        new(() => new DetectorBlock(_detector), subject => _detector.Check(subject, explain), _detector.Model?.Version ?? "", format);
}
