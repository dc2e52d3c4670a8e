using Weir.Pipeline.Feeds;
using Weir.Storage.Collecting;
using Weir.Storage.Samples;

namespace Weir.Pipeline;

/// <summary>Reads what collectors hand over by the rules of the feeds: the receiver trusts no key that another machine made.</summary>
public sealed class HandedSubjects(SubjectReader read, Func<string, bool> isPopularHost, TimeProvider time)
{
    private const int FirstYear = 1990;

    private readonly SubjectReading _reading = new(read, isPopularHost);

    /// <summary>The observation of a row; false when its subject cannot be used. Not for use by two threads at once.</summary>
    public bool TryRead(HandedRow row, out Observation observation)
    {
        observation = default;
        if (_reading.Read(row.Subject, out var subject, out var key) is not null) return false;
        if (row.IsPhishing && _reading.IsPopularHomepage(key)) return false;
        observation = new Observation(row.Feed, subject, key.Canonical, key.Registrable, row.IsPhishing, Time(row.SeenAt), row.Target);
        return true;
    }

    private DateTimeOffset? Time(long seconds)
    {
        if (seconds <= 0 || seconds > time.GetUtcNow().AddDays(1).ToUnixTimeSeconds()) return null;
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return at.Year >= FirstYear ? at : null;
    }
}
