using Weir.Detection.Reference;
using Weir.Evidence.Http;

namespace Weir.Pipeline.Feeds;

/// <summary>What fetches need besides the store: the door to the web, and how subjects are read.</summary>
public sealed record FeedParts(GuardedHttp Http, SubjectReader Read, Func<string, bool> IsPopularHost)
{
    /// <summary>The parts over the reference lists. Not for use by two collectors at once.</summary>
    public static FeedParts From(ReferenceLists reference, GuardedHttp http)
    {
        var subjects = new UrlSubjects(reference);
        return new FeedParts(http, subjects.TryRead, subjects.IsPopular);
    }
}
