using Weir.Storage.Feeds;

namespace Weir.Pipeline.Feeds;

/// <summary>The counts of a fetch while it runs.</summary>
public sealed class FeedTally
{
    /// <summary>The counts so far; Added and Duplicate stand as of the last time that rows were written.</summary>
    public FetchCounts Counts { get; internal set; } = new();

    /// <summary>Adds rows that the fetcher has stored itself, or bytes that came over the wire.</summary>
    public void Count(long read = 0, long added = 0, long duplicate = 0, long rejected = 0, long leftOut = 0, long bytes = 0) => Counts = Counts with
    {
        Read = Counts.Read + read,
        Added = Counts.Added + added,
        Duplicate = Counts.Duplicate + duplicate,
        Rejected = Counts.Rejected + rejected,
        LeftOut = Counts.LeftOut + leftOut,
        Bytes = Counts.Bytes + bytes,
    };

    /// <summary>Remembers the time of an entry if it is the latest.</summary>
    public void Saw(DateTimeOffset time)
    {
        if (Counts.NewestEntry is null || time > Counts.NewestEntry) Counts = Counts with { NewestEntry = time };
    }

    internal void CountRejected(bool isSetAside) => Counts = Counts with
    {
        Read = Counts.Read + 1,
        Rejected = Counts.Rejected + 1,
        SetAside = Counts.SetAside + (isSetAside ? 1 : 0),
    };
}
