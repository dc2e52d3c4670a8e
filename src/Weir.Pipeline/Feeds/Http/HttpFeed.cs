using Weir.Pipeline.Files;

namespace Weir.Pipeline.Feeds.Http;

/// <summary>A feed that is one document at one address: downloaded to the disk, then read from there by the parser of its kind.</summary>
public sealed class HttpFeed(IFeedParser parser) : IFeedFetcher
{
    internal IFeedParser Parser => parser;

    /// <inheritdoc/>
    public async Task<FetchOutcome> FetchAsync(FeedRun run, CancellationToken ct)
    {
        if (run.Feed.Url is not { } address) return FetchOutcome.Failed($"it has no address (Feeds:{run.Feed.Name}:Url)");
        var download = new Download(run, address);
        var result = await download.FetchAsync(ct);
        if (result.Outcome is { } outcome) return outcome;
        try
        {
            return Read(run, download.Part.Body, result.Mark!, "the answer of " + address.Authority) with { NotBefore = result.NotBefore };
        }
        finally
        {
            download.Part.Delete();
        }
    }

    private FetchOutcome Read(FeedRun run, string path, PartMark mark, string name)
    {
        try
        {
            using var text = FeedText.Open(path, mark, name, run.Feed.MaxExpandedBytes);
            Take(run, text);
            return text.Damage is { } damage
                ? FetchOutcome.Failed($"{name} could not be read to its end: {damage}; what came before was kept")
                : FetchOutcome.Done(mark.Validators.ToString());
        }
        catch (InputFileException fault)
        {
            return FetchOutcome.FormatChanged(fault.Message.TrimEnd('.'));
        }
    }

    // The row before the end of a damaged text may be a piece of one: each row waits until the next is there.
    private void Take(FeedRun run, FeedText text)
    {
        FeedRow? held = null;
        foreach (var row in parser.Parse(text.Input))
        {
            if (held is { } whole) run.Take(whole);
            held = row;
            if (run.IsFull) return;
        }

        if (held is not { } last) return;
        run.Take(text.Damage is null ? last : FeedRow.Refused(last.Line, last.Raw, "cut off: the text ends here before its end"));
    }
}
