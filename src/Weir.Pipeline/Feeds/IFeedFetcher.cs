namespace Weir.Pipeline.Feeds;

/// <summary>Gathers the entries of one feed.</summary>
public interface IFeedFetcher
{
    /// <summary>
    /// Hands over what is new since the cursor of the run. What can be foreseen to fail is an outcome; anything thrown becomes a
    /// failed fetch, and what was kept before it stays.
    /// </summary>
    public Task<FetchOutcome> FetchAsync(FeedRun run, CancellationToken ct);
}
