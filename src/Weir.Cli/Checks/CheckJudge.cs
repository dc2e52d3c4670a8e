using Weir.Detection;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Registry;
using Weir.Server.Settings;

namespace Weir.Cli.Checks;

/// <summary>What judges for <c>weir check</c>: the model that was named, else the champion, else the shipped baseline, else none.</summary>
internal sealed class CheckJudge
{
    private readonly Detector _detector;

    private CheckJudge(Detector detector) => _detector = detector;

    /// <summary>The judge that the options ask for.</summary>
    public static CheckJudge Open(CheckOptions options, TimeProvider time)
    {
        using var source = new DetectorSource(options.Data, time, pinned: LearningOptions.Read(options.Data).ModelVersion);
        return new(options.Model is null ? source.Load().Detector : source.Around(NamedModel.Find(options.Model, options.Data)));
    }

    /// <summary>As bulk work uses it.</summary>
    public BulkJudge For(IVerdictFormat format, Explain explain) =>
        new(CreateQuick, subject => _detector.Check(subject, explain), _detector.Model?.Version ?? "", format);

    private QuickCheck CreateQuick()
    {
        var scratch = new DetectorScratch();
        return subject => _detector.Check(subject, scratch);
    }
}
