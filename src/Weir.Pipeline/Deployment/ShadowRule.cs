using System.Globalization;
using Weir.Storage.Models;
using Weir.Storage.Verdicts;

namespace Weir.Pipeline.Deployment;

/// <summary>What to do with a challenger that runs beside the champion.</summary>
public enum ShadowStep
{
    /// <summary>It goes on.</summary>
    Wait,

    /// <summary>It becomes champion.</summary>
    Promote,

    /// <summary>It ends; the champion stays.</summary>
    Drop,
}

/// <summary>A step with its reason, in one sentence without a full stop.</summary>
public sealed record ShadowDecision(ShadowStep Step, string Reason);

/// <summary>Live subjects of a shadow that were labelled since: on how many of them only the one model was right, and on how many both or none.</summary>
public sealed record LabelledTraffic(int Rows, int OnlyChampion, int OnlyChallenger)
{
    /// <summary>None yet.</summary>
    public static LabelledTraffic None { get; } = new(0, 0, 0);
}

/// <summary>Both models on the rows that were labelled since: accuracy of each, and challenger less champion with its 95 % interval.</summary>
public sealed record LaterAccuracy(int Rows, double Champion, double Challenger, double Low, double High);

/// <summary>What is known of a challenger that runs; what has not been measured is null.</summary>
public sealed record ShadowEvidence(DeploymentRecord Running)
{
    /// <summary>How the champion answered since it began.</summary>
    public IReadOnlyList<ServedFigures> Champion { get; init; } = [];

    /// <summary>How the challenger answered, in the mode ab.</summary>
    public IReadOnlyList<ServedFigures> Challenger { get; init; } = [];

    /// <summary>Live subjects that were labelled since.</summary>
    public LabelledTraffic Traffic { get; init; } = LabelledTraffic.None;

    /// <summary>All rows that were labelled since.</summary>
    public LaterAccuracy? Later { get; init; }

    /// <summary>Live subjects that the challenger judged.</summary>
    public long Subjects => Running.Mode == DeploymentPlan.Ab ? Challenger.Sum(step => step.Answers) : Running.Counts.Seen;
}

/// <summary>
/// Promotes or drops a challenger. Whatever speaks against it beyond noise drops it, part of it at once; when its time is over, or it has
/// judged enough subjects, and nothing speaks against it, it is promoted: the gates have passed it before.
/// </summary>
public static class ShadowRule
{
    private const int LeastSubjects = 200;
    private const int LeastDecided = 10;
    private const double Z = 1.96;

    /// <summary>Whether the time of a challenger is over, or it has judged enough.</summary>
    public static bool IsDue(ShadowEvidence evidence, DeploymentPlan plan, DateTimeOffset now) =>
        now >= evidence.Running.EndsAt || (plan.ShadowSubjects > 0 && evidence.Subjects >= plan.ShadowSubjects);

    /// <summary>What to do now.</summary>
    public static ShadowDecision Decide(ShadowEvidence evidence, DeploymentPlan plan, DateTimeOffset now)
    {
        if (Faulty(evidence) is { } faulty) return new(ShadowStep.Drop, faulty);
        if (Flipping(evidence, plan) is { } flipping) return new(ShadowStep.Drop, flipping);
        if (!IsDue(evidence, plan, now)) return new(ShadowStep.Wait, "it goes on");
        if (WorseOnTraffic(evidence.Traffic) is { } traffic) return new(ShadowStep.Drop, traffic);
        if (WorseLater(evidence.Later, plan) is { } later) return new(ShadowStep.Drop, later);
        return new(ShadowStep.Promote, Summary(evidence));
    }

    private static string? Faulty(ShadowEvidence evidence)
    {
        if (evidence.Running.Mode == DeploymentPlan.Ab) return ServedComparison.Complaint(evidence.Challenger, evidence.Champion);
        var counts = evidence.Running.Counts;
        var all = counts.Seen + counts.Faults;
        return all >= LeastSubjects && ServedComparison.Wilson(counts.Faults, all).Low > 0.001
            ? Text($"it failed on {counts.Faults:N0} of {all:N0} live subjects")
            : null;
    }

    private static string? Flipping(ShadowEvidence evidence, DeploymentPlan plan)
    {
        var counts = evidence.Running.Counts;
        if (counts.Seen < LeastSubjects || ServedComparison.Wilson(counts.Raised + counts.Cleared, counts.Seen).Low <= plan.MostFlips) return null;
        return Text($"it would turn {100 * counts.Flips:0.#} % of {counts.Seen:N0} live verdicts ({counts.Raised:N0} to phishing, {counts.Cleared:N0} from it), more than the {100 * plan.MostFlips:0.#} % allowed");
    }

    // A sign test on the subjects on which exactly one of the two was right.
    private static string? WorseOnTraffic(LabelledTraffic traffic)
    {
        var decided = traffic.OnlyChampion + traffic.OnlyChallenger;
        if (decided < LeastDecided || traffic.OnlyChampion - traffic.OnlyChallenger <= Z * Math.Sqrt(decided)) return null;
        return Text($"of {traffic.Rows:N0} live subjects that were labelled since, only the champion was right about {traffic.OnlyChampion:N0} and only it about {traffic.OnlyChallenger:N0}");
    }

    private static string? WorseLater(LaterAccuracy? later, DeploymentPlan plan) => later is { High: < 0 } && later.Rows >= plan.LeastLabelled
        ? Text($"on {later.Rows:N0} rows labelled since it is worse than the champion: accuracy {later.Challenger:0.####} against {later.Champion:0.####} (difference {100 * later.Low:0.##} to {100 * later.High:0.##} points)")
        : null;

    private static string Summary(ShadowEvidence evidence)
    {
        var counts = evidence.Running.Counts;
        var live = evidence.Running.Mode == DeploymentPlan.Ab ? Text($"it answered {evidence.Subjects:N0} subjects without complaint")
            : counts.Seen == 0 ? "no live subject came"
            : Text($"{counts.Seen:N0} live subjects, {100 * counts.Agreement:0.##} % decided alike, {100 * counts.Flips:0.##} % turned, scores {counts.MeanDistance:0.###} apart");
        var later = evidence.Later is { } rows ? Text($"; on {rows.Rows:N0} rows labelled since, accuracy {rows.Challenger:0.####} against {rows.Champion:0.####}") : "";
        return $"{(evidence.Running.Mode == DeploymentPlan.Ab ? "test on a share" : "shadow")} passed: {live}{later}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
