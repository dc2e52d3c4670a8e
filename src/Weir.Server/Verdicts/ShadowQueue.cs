using System.Collections.Concurrent;
using Weir.Detection;
using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Server.Models;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Server.Verdicts;

/// <summary>
/// Live subjects that a shadow is to judge too. They are judged away from the answers, by the thread that empties the queue, and no more
/// of them than its allowance; the others are counted as skipped.
/// </summary>
internal sealed class ShadowQueue(DeploymentPlan plan)
{
    private readonly ConcurrentQueue<(ServedChallenger Shadow, Verdict Verdict)> _waiting = new();
    private readonly Allowance _allowance = new(plan.ShadowPerSecond);
    private long _skipped;

    /// <summary>Takes the champion's verdict about a live subject. Verdicts that no model gave say nothing about models.</summary>
    public void Take(ServedChallenger shadow, Verdict verdict)
    {
        if (verdict.Score is null || verdict.List is not null) return;
        if (_allowance.TryTake()) _waiting.Enqueue((shadow, verdict));
        else Interlocked.Increment(ref _skipped);
    }

    /// <summary>Judges what waits and writes what both models said to the store, when there is one.</summary>
    public void Drain(TimeSpan since, WeirStore? store)
    {
        var seen = new Dictionary<long, Seen>();
        while (_waiting.TryDequeue(out var next))
        {
            if (!seen.TryGetValue(next.Shadow.Deployment, out var counts)) seen[next.Shadow.Deployment] = counts = new Seen();
            counts.Add(next.Verdict, next.Shadow.Arm.TryJudge(next.Verdict.Subject, Explain.None));
        }

        _allowance.Refill(since);
        var skipped = Interlocked.Exchange(ref _skipped, 0);
        foreach (var (deployment, counts) in seen)
        {
            store?.Deployments.Saw(deployment, counts.With(skipped), counts.Pairs);
            skipped = 0;
        }
    }

    private sealed class Seen
    {
        private ShadowCounts _counts = new(0, 0, 0, 0, 0, 0, 0, 0);

        public List<ShadowPair> Pairs { get; } = [];

        public ShadowCounts With(long skipped) => _counts with { Skipped = skipped };

        public void Add(Verdict champion, Verdict? challenger)
        {
            if (challenger?.Score is not { } score || double.IsNaN(score))
            {
                _counts = _counts with { Faults = _counts.Faults + 1 };
                return;
            }

            var (was, now) = (champion.Decision == Decision.Phishing, challenger.Decision == Decision.Phishing);
            var difference = score - champion.Score!.Value;
            _counts = _counts with
            {
                Seen = _counts.Seen + 1,
                Agreed = _counts.Agreed + (champion.Decision == challenger.Decision ? 1 : 0),
                Raised = _counts.Raised + (now && !was ? 1 : 0),
                Cleared = _counts.Cleared + (was && !now ? 1 : 0),
                Difference = _counts.Difference + difference,
                Distance = _counts.Distance + Math.Abs(difference),
            };
            Pairs.Add(new ShadowPair(SubjectHash.Of(champion.Canonical), champion.Score.Value, score, (int)champion.Decision, (int)challenger.Decision));
        }
    }
}
