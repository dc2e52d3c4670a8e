using Weir.Detection;
using Weir.Server.Models;
using Weir.Server.Stats;
using Weir.Server.Verdicts;

namespace Weir.Server.Checks;

/// <summary>Judges what a request names, counts the verdict and hands it to the history, and answers unknown for what cannot be read.</summary>
internal sealed class Judge(DetectorHolder holder, VerdictCounts counts, TrafficRecorder traffic, TimeProvider time)
{
    /// <summary>The detector for a request that begins now; one request never mixes two models.</summary>
    public ServedDetector Begin() => holder.Current;

    /// <summary>The verdict about one subject.</summary>
    public Verdict Of(ServedDetector detector, in CheckSubject subject, Explain explain)
    {
        var begun = time.GetTimestamp();
        var verdict = subject.Fault is null ? detector.Judge(subject.Text, explain) : Unreadable(detector, subject);
        counts.Count(verdict.Channel, verdict.Decision, time.GetTimestamp() - begun);
        traffic.Take(detector, verdict);
        return verdict;
    }

    private Verdict Unreadable(ServedDetector detector, in CheckSubject subject) => new()
    {
        Subject = subject.Text,
        Decision = Decision.Unknown,
        Model = detector.Model,
        CheckedAt = time.GetUtcNow(),
        Error = subject.Fault,
    };
}
