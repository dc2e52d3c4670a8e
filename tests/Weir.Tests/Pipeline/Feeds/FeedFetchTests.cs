using Weir.Detection.Reference;
using Weir.Evidence.Http;
using Weir.Pipeline;
using Weir.Pipeline.Feeds;
using Weir.Storage.Feeds;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds;

/// <summary>The door around a fetcher, whatever it does.</summary>
public abstract class FeedFetchTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public async Task Whatever_a_fetcher_throws_becomes_a_sentence_without_its_key_and_what_it_kept_stays()
    {
        var result = await Collect((run, _) =>
        {
            run.Take(FeedRow.Entry(1, "a", "http://a.test/1"));
            run.Keep("half");
            run.Take(FeedRow.Entry(2, "b", "http://b.test/1"));
            throw new FormatException("bad answer of https://x.test/s3cret/list");
        });
        Assert.StartsWith("The feed desk could not be fetched: unexpected FormatException: bad answer of https://x.test/***/list. Next attempt", Assert.Single(result.Findings).Sentence, StringComparison.Ordinal);
        Assert.Equal((FetchOutcomes.Failed, 1L, "half"), (result.Fetches[0].Outcome, result.Fetches[0].Counts.Added, Store.Feeds.State("desk")!.Cursor));
    }

    [Fact]
    public async Task What_a_fetcher_left_is_handed_back_to_it()
    {
        var seen = new List<string?>();
        for (var i = 0; i < 2; i++)
        {
            await Collect((run, _) =>
            {
                seen.Add(run.Cursor);
                run.Take(FeedRow.Entry(1, "a", "http://a.test/1"));
                return Task.FromResult(FetchOutcome.Done("next"));
            });
        }

        Assert.Equal([null, "next"], seen);
    }

    [Fact]
    public async Task A_full_disk_is_told()
    {
        var result = await Collect((_, _) => throw new IOException("No space left on device : 'feeds/desk/body'"));
        Assert.Contains("could not be fetched: No space left on device : 'feeds/desk/body'. Next attempt", Assert.Single(result.Findings).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_critical()
    {
        Place.Write("feeds", "a file in the way");
        var finding = Assert.Single((await Collect((_, _) => Task.FromResult(FetchOutcome.Done()))).Findings);
        Assert.Equal((FindingKind.FeedFailed, FindingLevel.Critical), (finding.Kind, finding.Level));
        Assert.StartsWith("The feed desk could not be kept: ", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_keeps_what_was_taken_and_is_no_failure()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Collect(async (run, ct) =>
        {
            run.Take(FeedRow.Entry(1, "a", "http://a.test/1"));
            await stop.CancelAsync();
            ct.ThrowIfCancellationRequested();
            return FetchOutcome.Done();
        }, stop.Token));
        var fetch = Assert.Single(Store.Feeds.Fetches("desk", 5));
        Assert.Equal((FetchOutcomes.Stopped, 1L, 0), (fetch.Outcome, fetch.Counts.Added, Store.Feeds.State("desk")!.Failures));
        Assert.True(FeedSchedule.IsDue(Store.Feeds.State("desk"), Time.GetUtcNow()));
    }

    [Fact]
    public async Task A_feed_that_another_process_fetches_is_left_to_it()
    {
        Directory.CreateDirectory(Place.File("feeds/desk"));
        using var hold = new FileStream(Place.File("feeds/desk/lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.Empty((await Collect((_, _) => Task.FromResult(FetchOutcome.Done()))).Fetches);
    }

    [Fact]
    public async Task Entries_of_the_future_and_of_no_label_are_not_believed()
    {
        var result = await Collect((run, _) =>
        {
            run.Take(FeedRow.Entry(1, "a", "http://a.test/1", isPhishing: true, seenAt: Time.GetUtcNow().AddDays(40)));
            run.Take(FeedRow.Entry(2, "b", "http://b.test/1"));
            return Task.FromResult(FetchOutcome.Done());
        }, isPhishing: null);
        Assert.Equal(Time.GetUtcNow(), Assert.Single(Store.Feeds.RawOf("a.test/1")).SeenAt);
        Assert.Equal("neither the entry nor the settings say phishing or benign", Assert.Single(Store.Imports.Rejects(Store.Imports.Recent(1)[0].Id)).Reason);
        Assert.Null(result.Fetches[0].Counts.NewestEntry);
    }

    private Task<CollectResult> Collect(Func<FeedRun, CancellationToken, Task<FetchOutcome>> fetch, CancellationToken? ct = null, bool? isPhishing = true)
    {
        var feed = new FeedSettings
        {
            Name = "desk",
            Kind = FeedKinds.Find("lines")!,
            IsEnabled = true,
            Key = "s3cret",
            IsPhishing = isPhishing,
            Trust = 1,
            Every = TimeSpan.FromHours(1),
            StaleAfter = TimeSpan.FromDays(3),
            Fetcher = new Fetcher(fetch),
        };
        var subjects = new UrlSubjects(ReferenceLists.Embedded);
        return new FeedCollector(Store, [feed], new FeedParts(new GuardedHttp(Time), subjects.TryRead, _ => false)).CollectDueAsync(force: true, ct ?? TestContext.Current.CancellationToken);
    }

    private sealed class Fetcher(Func<FeedRun, CancellationToken, Task<FetchOutcome>> fetch) : IFeedFetcher
    {
        public Task<FetchOutcome> FetchAsync(FeedRun run, CancellationToken ct) => fetch(run, ct);
    }
}

public sealed class FeedFetchOnSqlite() : FeedFetchTests(StoreKind.Sqlite);

public sealed class FeedFetchOnPostgres() : FeedFetchTests(StoreKind.Postgres);
