using Weir.Detection;

namespace Weir.Storage.Monitoring;

/// <summary>A verdict as the watch takes it from a log; ids grow with time.</summary>
public readonly record struct WatchedVerdict(long Id, DateTimeOffset At, string Subject, Decision Decision);

/// <summary>A labelled sample and when it came to the store.</summary>
public sealed record WatchedSample(string Subject, string Registrable, bool IsPhishing, DateTimeOffset AddedAt);

/// <summary>Some samples, drawn evenly, and how many there were of each label.</summary>
public sealed record SampleDraw(IReadOnlyList<WatchedSample> Rows, long Phishing, long Benign);

/// <summary>The verdicts of one hour.</summary>
public sealed record VerdictHour(DateTimeOffset From, long Phishing, long Suspicious, long Benign, long Unknown)
{
    /// <summary>All of them.</summary>
    public long All => Phishing + Suspicious + Benign + Unknown;
}

/// <summary>A kept drift report: gzip of its JSON, and whether it asks for a training.</summary>
public sealed record KeptReport(long Id, DateTimeOffset At, string Model, bool Asks, byte[] Content);
