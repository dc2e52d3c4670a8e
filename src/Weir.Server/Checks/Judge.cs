using Weir.Detection;
using Weir.Server.Appeals;
using Weir.Server.Models;
using Weir.Server.Protocols;
using Weir.Server.Security;
using Weir.Server.Stats;
using Weir.Server.Verdicts;

namespace Weir.Server.Checks;

/// <summary>Judges what a request names, counts the verdict and hands it to the history, and answers unknown for what cannot be read.</summary>
internal sealed class Judge(DetectorHolder holder, VerdictCounts counts, TrafficRecorder traffic, VerdictTap tap, AppealLink appeals, TimeProvider time)
{
    /// <summary>The detector for a request that begins now; one request never mixes two models.</summary>
    public ServedDetector Begin() => holder.Current;

    /// <summary>The verdict about one subject, for whoever asks; null is this machine.</summary>
    public Verdict Of(ServedDetector detector, in CheckSubject subject, Explain explain, Caller? by = null)
    {
        var (begun, caller) = (time.GetTimestamp(), by ?? Caller.Local);
        var verdict = subject.Fault is null ? detector.For(caller.Tenant).Judge(subject.Text, explain) : Unreadable(detector, subject);
        counts.Count(verdict.Channel, verdict.Decision, time.GetTimestamp() - begun);
        verdict = traffic.Take(detector, appeals.On(verdict, explain), caller);
        tap.Take(verdict, caller.Tenant);
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
