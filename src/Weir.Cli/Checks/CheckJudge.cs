using Weir.Detection;
using Weir.Detection.Urls;
using Weir.Pipeline.Checking;

namespace Weir.Cli.Checks;

/// <summary>What judges for <c>weir check</c>. Without a model every subject is read and answered "unknown".</summary>
internal sealed class CheckJudge
{
    private const string NoModel = "no model is loaded";
    private readonly TimeProvider _time;

    private CheckJudge(TimeProvider time) => _time = time;

    /// <summary>The judge that the options ask for.</summary>
    public static CheckJudge Open(CheckOptions options, TimeProvider time) => options.Model is { } model
        ? throw new CliError($"the model {model} is not known; `weir models` lists those that are.")
        : new CheckJudge(time);

    /// <summary>As bulk work uses it.</summary>
    public BulkJudge For(IVerdictFormat format, Explain explain) => new(CreateQuick, Full, "", format);

    private static QuickCheck CreateQuick()
    {
        var scratch = new UrlScratch();
        return subject => new QuickVerdict(Decision.Unknown, double.NaN, "none", null, Error(subject, scratch));
    }

    private Verdict Full(string subject) => new()
    {
        Subject = subject,
        Decision = Decision.Unknown,
        CheckedAt = _time.GetUtcNow(),
        Error = Error(subject, new UrlScratch()),
    };

    private static string Error(ReadOnlySpan<char> subject, UrlScratch scratch) =>
        UrlParser.TryParse(subject, scratch, out _, out var error) ? NoModel : UrlErrors.Sentence(error);
}
