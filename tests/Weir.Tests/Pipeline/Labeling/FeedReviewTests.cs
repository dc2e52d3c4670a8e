using Weir.Pipeline;
using Weir.Pipeline.Labeling;
using Weir.Storage.Review;
using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Labeling;

public abstract class FeedReviewTests(StoreKind kind) : StoreTests(kind)
{
    private LabelSettings _settings = new();
    private int _subject;

    [Fact]
    public void A_lone_phishing_claim_on_a_popular_site_is_set_aside_until_another_feed_says_the_same()
    {
        Import(Claim("a", "popular1.test/login", true));
        Assert.Equal(Label.Unknown, LabelOf("popular1.test/login"));
        var conflict = Assert.Single(Store.SetAsides.Recent(10));
        Assert.Equal(("http://popular1.test/login", "popular"), (conflict.Subject, Assert.Single(conflict.Claims).Kind));
        Import(Claim("b", "popular1.test/login", true));
        Assert.Equal(Label.Phishing, LabelOf("popular1.test/login"));
        Assert.Empty(Store.SetAsides.Recent(10));
    }

    [Fact]
    public void What_the_gold_set_settles_stands_above_the_feeds()
    {
        Import(Claim("a", "popular1.test/login", true), Claim("a", "shop.test/", true));
        Store.Gold.Add(new GoldSubject { Canonical = "popular1.test/login", Subject = "popular1.test/login", IsPhishing = true }, "anna");
        Store.Gold.Add(new GoldSubject { Canonical = "shop.test/", Subject = "shop.test/", IsPhishing = false }, "anna");
        Review();
        Assert.Equal((Label.Phishing, Label.Benign), (LabelOf("popular1.test/login"), LabelOf("shop.test/")));
        Assert.True(Store.Gold.Remove("shop.test/", "anna"));
        Review();
        Assert.Equal(Label.Phishing, LabelOf("shop.test/"));
    }

    [Fact]
    public void A_feed_that_suddenly_lists_popular_sites_is_not_learned_from_since_then_until_it_is_released()
    {
        for (var week = 0; week < 5; week++) Week(100, 0);
        var finding = Assert.Single(Week(100, 20));
        Assert.Equal((FindingKind.FeedQuarantined, FindingLevel.Critical, "a"), (finding.Kind, finding.Level, finding.Subject));
        Assert.Contains("20 of its 120 phishing claims are on popular sites", finding.Sentence);
        Assert.Contains("weir feeds release a", finding.Sentence);
        Assert.Equal(500, Store.Samples.CountLabels().Phishing);
        Assert.Contains(Store.Audit.Recent(5), entry => entry is { Action: "feed.quarantined", Subject: "a", Actor: "feed-review" });
        Assert.Empty(Week(100, 20));
        Assert.Equal(500, Store.Samples.CountLabels().Phishing);
        Assert.True(Store.Standings.Release("a", "anna"));
        Assert.False(Store.Standings.Release("a", "anna"));
        Review();
        Assert.Equal(700, Store.Samples.CountLabels().Phishing);
        Assert.Empty(Week(100, 0));
    }

    [Fact]
    public void A_feed_of_good_history_that_turns_a_little_every_week_is_found_out()
    {
        for (var week = 0; week < 12; week++) Assert.Empty(Week(200, 0));
        var weeks = 0;
        while (Week(196, 4).Count == 0) weeks++;
        Assert.InRange(weeks, 1, 5);
        Assert.DoesNotContain(Labelled(), sample => sample.Canonical.StartsWith("popular", StringComparison.Ordinal));
    }

    [Fact]
    public void A_feed_that_calls_the_phishing_of_others_benign_is_quarantined_and_theirs_stands()
    {
        var theirs = Enumerable.Range(0, 300).Select(i => Claim("b", $"bad{i}.test/", true)).ToArray();
        Import(theirs);
        Import([.. Enumerable.Range(0, 300).Select(i => Claim("a", $"good{i}.test/", false))]);
        var findings = Import([.. theirs.Take(20).Select(claim => claim with { Feed = "a", IsPhishing = false }), .. Enumerable.Range(300, 200).Select(i => Claim("a", $"good{i}.test/", false))]);
        Assert.Equal("a", Assert.Single(findings).Subject);
        Assert.All(theirs, claim => Assert.Equal(Label.Phishing, LabelOf(claim.Canonical)));
    }

    [Fact]
    public void A_feed_that_grows_tenfold_is_quarantined()
    {
        for (var week = 0; week < 6; week++) Week(80, 0);
        Assert.Contains("800 new claims in a week, where 80 are usual", Assert.Single(Week(800, 0)).Sentence);
    }

    [Fact]
    public void An_honest_feed_may_be_noisy_and_one_abused_platform_is_one_oddity()
    {
        for (var week = 0; week < 20; week++)
            Assert.Empty(Import([.. Some(week is 9 ? 400 : 200), Claim("a", $"popular{week}.test/hacked", true), .. Enumerable.Range(0, 40).Select(i => Claim("a", $"popular0.test/{week}/{i}", true))]));
    }

    [Fact]
    public void Without_quarantine_lone_claims_are_still_set_aside()
    {
        _settings = new LabelSettings { Quarantine = false };
        for (var week = 0; week < 5; week++) Week(100, 0);
        Assert.Empty(Week(100, 20));
        Assert.Equal((600, 20), (Store.Samples.CountLabels().Phishing, Store.Samples.CountLabels().Unknown));
    }

    [Fact]
    public void Feeds_that_others_contradict_lose_weight_and_those_that_are_confirmed_keep_it()
    {
        Import([.. Enumerable.Range(0, 30).SelectMany(i => (Observation[])[Claim("b", $"bad{i}.test/", true), Claim("c", $"bad{i}.test/", true)])]);
        Import([.. Enumerable.Range(0, 10).Select(i => Claim("a", $"bad{i}.test/", false)), .. Some(1000, "b")]);
        var standings = Store.Standings.All().ToDictionary(standing => standing.Feed);
        Assert.Equal((0L, 10L, 20 / 30.0), (standings["a"].Confirmed, standings["a"].Contradicted, standings["a"].Agreement));
        Assert.Equal((30L, 0L, 1.0), (standings["c"].Confirmed, standings["c"].Contradicted, standings["c"].Agreement));
    }

    [Fact]
    public void Stale_phishing_is_given_up_only_where_the_world_contradicts_it()
    {
        Import(Claim("a", "popular1.test/login", true), Claim("b", "popular1.test/login", true), Claim("a", "gone.test/login", true), Claim("a", "mended.test/login", true),
            Claim("a", "tenants.test/one", true));
        Time.Advance(TimeSpan.FromDays(400));
        Import(Claim("c", "mended.test/", false), Claim("c", "tenants.test/two", false));
        // The benign claims are labelled now; the next day's look sees them.
        Time.Advance(TimeSpan.FromDays(1));
        Review();
        Assert.Equal((Label.Unknown, Label.Phishing, Label.Unknown, Label.Phishing),
            (LabelOf("popular1.test/login"), LabelOf("gone.test/login"), LabelOf("mended.test/login"), LabelOf("tenants.test/one")));
        Import(Claim("a", "mended.test/login", true) with { SeenAt = Time.GetUtcNow() });
        Assert.Equal(Label.Phishing, LabelOf("mended.test/login"));
    }

    [Fact]
    public void A_review_that_is_repeated_counts_nothing_twice()
    {
        Week(100, 2);
        var feed = Store.Standings.Find("a")!.FeedId;
        var before = Store.Claims.Batches(feed);
        Review();
        Assert.Equal(before, Store.Claims.Batches(feed));
        Assert.Equal((102L, 2L), (Assert.Single(before).Claims, before[0].Popular));
    }

    private IReadOnlyList<Finding> Week(int plain, int popular)
    {
        Time.Advance(TimeSpan.FromDays(7));
        return Import([.. Some(plain), .. Enumerable.Range(0, popular).Select(_ => Claim("a", $"popular{_subject++}.test/x", true))]);
    }

    private IEnumerable<Observation> Some(int count, string feed = "a") => Enumerable.Range(0, count).Select(_ => Claim(feed, $"bad-{_subject++}.test/", true)).ToArray();

    private IReadOnlyList<Finding> Import(params Observation[] claims)
    {
        using (var writer = Store.Imports.Begin("feed.csv", $"{_subject}"))
        {
            foreach (var claim in claims) writer.Add(claim);
            writer.Finish("done");
        }

        return Review();
    }

    private IReadOnlyList<Finding> Review()
    {
        var findings = FeedReview.Run(Store, _settings, _ => null, host => host.StartsWith("popular", StringComparison.Ordinal), domain => domain == "tenants.test", TestContext.Current.CancellationToken);
        SampleLabeling.Run(Store.Samples, TestContext.Current.CancellationToken);
        if (FeedReview.Recount(Store)) SampleLabeling.Run(Store.Samples, TestContext.Current.CancellationToken);
        return findings;
    }

    private Label LabelOf(string canonical) => Labelled().Where(sample => sample.Canonical == canonical).Select(sample => sample.IsPhishing ? Label.Phishing : Label.Benign).DefaultIfEmpty(Label.Unknown).Single();

    private List<LabelledSample> Labelled()
    {
        var rows = new List<LabelledSample>();
        Store.Samples.ReadLabelled(rows.Add);
        return rows;
    }

    private Observation Claim(string feed, string canonical, bool phishing) =>
        new(feed, "http://" + canonical, canonical, canonical.Split('/')[0], phishing, Time.GetUtcNow(), null);
}

public sealed class FeedReviewOnSqlite() : FeedReviewTests(StoreKind.Sqlite);

public sealed class FeedReviewOnPostgres() : FeedReviewTests(StoreKind.Postgres);
