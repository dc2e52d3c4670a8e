using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Samples;

public abstract class SampleStoreTests(StoreKind kind) : StoreTests(kind)
{
    private static readonly DateTimeOffset May = new(2025, 5, 1, 0, 0, 0, TimeSpan.Zero);


    [Fact]
    public void One_subject_from_two_feeds_is_one_sample_with_two_votes()
    {
        Import(writer =>
        {
            Assert.Equal(AddOutcome.NewSample, writer.Add(Seen("a", "bad.test/login", true)));
            Assert.Equal(AddOutcome.NewObservation, writer.Add(Seen("b", "bad.test/login", false)));
            Assert.Equal(AddOutcome.Known, writer.Add(Seen("b", "bad.test/login", false)));
        });
        Assert.Equal([true, false], Store.Samples.NextVotes(10).Select(vote => vote.IsPhishing));
        Assert.Equal(1, Store.Samples.CountLabels().Samples);
    }

    [Fact]
    public void Counts_of_an_import_add_up_and_rejects_keep_their_lines()
    {
        var counts = Import(writer =>
        {
            writer.Add(Seen("a", "bad.test/1", true));
            writer.Add(Seen("a", "bad.test/1", true));
            writer.Reject(3, "no host", "http://\u0007" + new string('x', 300));
            writer.Reject(4, "popular homepage", "example.com", setAside: true);
        });
        Assert.Equal((4, 1, 1, 2, 1), (counts.Read, counts.Added, counts.Duplicate, counts.Rejected, counts.SetAside));
        var kept = Store.Imports.Rejects(counts.Id);
        Assert.Equal([3L, 4L], kept.Select(reject => reject.Line));
        Assert.Equal(200, kept[0].Text.Length);
        Assert.DoesNotContain('\u0007', kept[0].Text);
        Assert.Equal(counts with { File = "feed.csv", Sha256 = "aa" }, Store.Imports.Recent(1)[0] with
        {
            StartedAt = default,
            FinishedAt = null,
            Outcome = "running",
        });
    }

    [Fact]
    public void An_import_that_is_dropped_halfway_keeps_whole_batches_and_completes_when_it_runs_again()
    {
        using (var writer = Store.Imports.Begin("feed.csv", "aa"))
            for (var i = 0; i < 25_000; i++) writer.Add(Seen("a", $"bad.test/{i}", true));
        Assert.Equal(20_000, Store.Samples.CountLabels().Samples);
        Assert.Equal(20_000, Store.Imports.Recent(1)[0].Added);
        var counts = Import(writer =>
        {
            for (var i = 0; i < 25_000; i++) writer.Add(Seen("a", $"bad.test/{i}", true));
        });
        Assert.Equal((5_000, 20_000), (counts.Added, counts.Duplicate));
    }

    [Fact]
    public void A_kept_label_is_read_back_and_only_new_statements_make_it_due_again()
    {
        Import(writer => writer.Add(Seen("a", "bad.test/1", true)));
        var vote = Assert.Single(Store.Samples.NextVotes(10));
        Store.Samples.Keep([new LabelDecision(vote.SampleId, Label.Phishing, 1, 1, vote.FeedId, May)]);
        Assert.Empty(Store.Samples.NextVotes(10));
        Import(writer => writer.Add(Seen("a", "bad.test/1", true)));
        Assert.Empty(Store.Samples.NextVotes(10));
        Import(writer => writer.Add(Seen("b", "bad.test/1", false)));
        Assert.Equal(2, Store.Samples.NextVotes(10).Count);
        var rows = new List<LabelledSample>();
        Store.Samples.ReadLabelled(rows.Add);
        Assert.Equal(new LabelledSample("bad.test/1", "http://bad.test/1", "bad.test", true, May, "a"), Assert.Single(rows));
    }

    [Fact]
    public void Changing_the_trust_of_a_feed_makes_its_labels_due_again()
    {
        Import(writer => writer.Add(Seen("a", "bad.test/1", true)));
        var vote = Assert.Single(Store.Samples.NextVotes(10));
        Store.Samples.Keep([new LabelDecision(vote.SampleId, Label.Phishing, 1, 1, vote.FeedId, null)]);
        Assert.True(Store.Samples.SetTrust("a", 0.25, "anna"));
        Assert.False(Store.Samples.SetTrust("nobody", 0.25, "anna"));
        Assert.Equal(0.25, Assert.Single(Store.Samples.NextVotes(10)).Trust);
        Assert.Equal(new FeedRecord("a", 0.25, 1, 1, May), Assert.Single(Store.Samples.Feeds()));
    }

    private ImportRecord Import(Action<SampleWriter> add)
    {
        using var writer = Store.Imports.Begin("feed.csv", "aa");
        add(writer);
        return writer.Finish("done");
    }

    private static Observation Seen(string feed, string canonical, bool phishing) =>
        new(feed, "http://" + canonical, canonical, canonical.Split('/')[0], phishing, May, null);
}

public sealed class SampleStoreOnSqlite() : SampleStoreTests(StoreKind.Sqlite);

public sealed class SampleStoreOnPostgres() : SampleStoreTests(StoreKind.Postgres);
