using System.Globalization;
using Weir.Detection;

namespace Weir.Server.Dashboard.Check;

/// <summary>A verdict in words. Unknown never reads as clean, and a probability never as certainty.</summary>
internal static class VerdictWords
{
    /// <summary>The decision.</summary>
    public static string Heading(Verdict verdict) => verdict.Decision switch
    {
        Decision.Phishing => "Phishing",
        Decision.Suspicious => "Suspicious",
        Decision.Benign => "No sign of phishing",
        _ => "Not judged",
    };

    /// <summary>What to do, or why nothing can be said.</summary>
    public static string Advice(Verdict verdict) => verdict switch
    {
        { Error: { } error } => error,
        { List: "block" } => "An entry of the block list names it.",
        { List: "allow" } => "An entry of the allow list names it.",
        { Decision: Decision.Phishing } => "Do not open it. Enter nothing there.",
        { Decision: Decision.Suspicious } => "Look twice, and ask the sender in another way.",
        { Decision: Decision.Benign } => "Nothing in the address speaks against it.",
        _ => "Weir could not say. This is not a clean bill.",
    };

    /// <summary>The tone of the decision.</summary>
    public static string Tone(Verdict verdict) => verdict.Decision.ToString().ToLowerInvariant();

    /// <summary>Never "100.0 %" or "0.0 %".</summary>
    public static string Percent(double score) => score switch
    {
        >= 0.9995 => "more than 99.9 %",
        < 0.0005 => "less than 0.1 %",
        _ => score.ToString("0.0 %", CultureInfo.InvariantCulture),
    };

    /// <summary>A contribution with its sign.</summary>
    public static string Weight(double contribution) => contribution.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>Where the bar of a contribution begins and how long it is, of 100; the strongest fills its half.</summary>
    public static (string Start, string Length) Bar(double contribution, IEnumerable<Reason> all)
    {
        var length = 50 * Math.Abs(contribution) / Math.Max(1e-9, all.Max(reason => Math.Abs(reason.Contribution)));
        return ((contribution >= 0 ? 50 : 50 - length).ToString("0.0", CultureInfo.InvariantCulture), length.ToString("0.0", CultureInfo.InvariantCulture));
    }
}
