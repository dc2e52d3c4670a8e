using System.Diagnostics;
using Weir.Detection;

namespace Weir.Server.Models;

/// <summary>One model at work, and how it answers. Safe on any thread.</summary>
internal sealed class ServedArm(Func<string, Explain, Verdict> check, ModelIdentity? model)
{
    // One answer in eight is timed: to look at the clock twice each time would cost more than to count.
    private const int TimedMask = 7;

    private long _answers, _phishing, _faults, _timed, _ticks;

    /// <summary>The model; null when none judges.</summary>
    public ModelIdentity? Model => model;

    /// <summary>The verdict about one subject. What the model throws is counted and thrown on.</summary>
    /// <param name="subject">What is judged.</param>
    /// <param name="explain">How much reasoning is wanted.</param>
    /// <param name="of">The same model with the lists of a tenant; null = with those of everyone.</param>
    public Verdict Judge(string subject, Explain explain, Func<string, Explain, Verdict>? of = null)
    {
        var isTimed = (Interlocked.Increment(ref _answers) & TimedMask) == 0;
        var began = isTimed ? Stopwatch.GetTimestamp() : 0;
        Verdict verdict;
        try
        {
            verdict = (of ?? check)(subject, explain);
        }
        catch (Exception) when (CountFault())
        {
            throw; // not reached: the filter only counts
        }

        if (isTimed) CountTime(Stopwatch.GetTimestamp() - began);
        if (verdict.Decision == Decision.Phishing) Interlocked.Increment(ref _phishing);
        if (verdict.Score is { } score && double.IsNaN(score)) CountFault();
        return verdict;
    }

    /// <summary>The verdict, or null when the model fails: another one answers then.</summary>
    public Verdict? TryJudge(string subject, Explain explain, Func<string, Explain, Verdict>? of = null)
    {
        try
        {
            return Judge(subject, explain, of);
        }
        catch (Exception) // a door: a challenger on trial must not fail a request
        {
            return null;
        }
    }

    /// <summary>What was counted since the last time this was asked.</summary>
    public ArmCounts Drain() => new(Interlocked.Exchange(ref _answers, 0), Interlocked.Exchange(ref _phishing, 0), Interlocked.Exchange(ref _faults, 0),
        Interlocked.Exchange(ref _timed, 0), (long)Stopwatch.GetElapsedTime(0, Interlocked.Exchange(ref _ticks, 0)).TotalMicroseconds);

    private bool CountFault()
    {
        Interlocked.Increment(ref _faults);
        return false;
    }

    private void CountTime(long ticks)
    {
        Interlocked.Increment(ref _timed);
        Interlocked.Add(ref _ticks, ticks);
    }
}

/// <summary>How one model answered: answers, of them phishing and failed, those that were timed and their time in microseconds.</summary>
internal readonly record struct ArmCounts(long Answers, long Phishing, long Faults, long Timed, long Micros);
