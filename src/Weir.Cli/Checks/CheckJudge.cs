using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Pipeline.Checking;

namespace Weir.Cli.Checks;

/// <summary>What judges for <c>weir check</c>: the model that was named, else the shipped baseline, else none.</summary>
internal sealed class CheckJudge
{
    private readonly Detector _detector;

    private CheckJudge(Detector detector) => _detector = detector;

    /// <summary>The judge that the options ask for.</summary>
    public static CheckJudge Open(CheckOptions options, TimeProvider time) =>
        new(new Detector(Model(options.Model), ReferenceLists.Load(options.Data), AccessLists.Empty, time));

    /// <summary>As bulk work uses it.</summary>
    public BulkJudge For(IVerdictFormat format, Explain explain) =>
        new(CreateQuick, subject => _detector.Check(subject, explain), _detector.Model?.Version ?? "", format);

    private QuickCheck CreateQuick()
    {
        var scratch = new DetectorScratch();
        return subject => _detector.Check(subject, scratch);
    }

    /// <summary>The model of that path, else the shipped one, else null.</summary>
    public static UrlModel? Model(string? named)
    {
        if (named is not null && !File.Exists(named)) throw new CliError($"{named} is no model file; give the path of a .weir file.");
        var path = named ?? Path.Combine(AppContext.BaseDirectory, "models", "url-baseline.weir");
        return File.Exists(path) ? UrlModel.Load(path) : null;
    }
}
