using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Appeals;
using Weir.Pipeline.Labeling;
using Weir.Server.Appeals;
using Weir.Storage.Appeals;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Appeals;

public abstract class AppealWatchTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void A_case_past_its_deadline_is_told_until_it_is_settled()
    {
        File("bad.example/");
        Assert.True(Assert.Single(Look()).IsOver);
        Time.Advance(TimeSpan.FromHours(73));
        var finding = Assert.Single(Look());
        Assert.Equal((FindingKind.AppealsOverdue, false), (finding.Kind, finding.IsOver));
        Assert.Contains("1 appeal is past the deadline", finding.Sentence);
        Settle(1);
        Assert.True(Assert.Single(Look()).IsOver);
    }

    [Fact]
    public void What_nobody_settles_expires_and_contacts_are_erased_in_time()
    {
        File("bad.example/");
        Time.Advance(TimeSpan.FromDays(34));
        Look();
        Assert.Equal((AppealState.Expired, "anna"), (Store.Appeals.Case("main", 1)!.State, Store.Appeals.Objections(1)[0].Contact));
        Time.Advance(TimeSpan.FromDays(31));
        Look();
        Assert.Null(Store.Appeals.Objections(1)[0].Contact);
    }

    [Fact]
    public void A_feed_that_lists_again_what_was_cleared_is_told_once_and_its_claim_weighs_nothing()
    {
        Import("greedy", "http://shop.example/");
        Assert.Equal(1, Store.Samples.CountLabels().Phishing);
        File("shop.example/");
        Settle(1);
        Assert.Empty(Review());
        Time.Advance(TimeSpan.FromDays(1));
        Import("greedy", "http://shop.example/");
        var finding = Assert.Single(Review());
        Assert.Equal((FindingKind.Relisted, "greedy"), (finding.Kind, finding.Subject));
        Assert.Contains("lists again what was cleared: hxxp://shop[.]example/ (case 1)", finding.Sentence);
        Time.Advance(TimeSpan.FromDays(1));
        Import("greedy", "http://shop.example/");
        Assert.Empty(Review());
        Import("other", "http://shop.example/");
        Assert.Equal("other", Assert.Single(Review()).Subject);
        Assert.Equal((1L, 0L, 0L), (Store.Samples.CountLabels().Benign, Store.Samples.CountLabels().Phishing, Store.Samples.CountLabels().Unknown));
        Assert.Equal("shop.example/", Assert.Single(Store.Lists.All()).Value);
    }

    private IReadOnlyList<Finding> Look() => AppealWatch.Run(Store, new AppealSettings());

    private void File(string canonical) => Store.Appeals.File(
        new AppealCase { Tenant = "main", Canonical = canonical, Subject = "http://" + canonical, Registrable = canonical.TrimEnd('/'), Deadline = Time.GetUtcNow().AddHours(72) },
        new Objection { Id = Guid.NewGuid().ToString("N"), Reason = "x", Contact = "anna", FiledBy = "anyone" });

    private void Settle(long id) => Assert.NotNull(new AppealSettling(ReferenceLists.Embedded, 90).Settle(Store, "main", "anna", id, new SettleDraft(true, null, "cleared", null, null, null)).Case);

    private void Import(string feed, string url) => SomeStore.Import(Store, [new LabelledUrl(url, true, Time.GetUtcNow(), feed)]);

    private IReadOnlyList<Finding> Review()
    {
        Time.Advance(TimeSpan.FromMinutes(1));
        var findings = FeedReview.Run(Store, new LabelSettings(), _ => 0.9, _ => false, ct: TestContext.Current.CancellationToken);
        SampleLabeling.Run(Store.Samples, TestContext.Current.CancellationToken);
        return findings;
    }
}

public sealed class AppealWatchOnSqlite() : AppealWatchTests(StoreKind.Sqlite);

public sealed class AppealWatchOnPostgres() : AppealWatchTests(StoreKind.Postgres);
