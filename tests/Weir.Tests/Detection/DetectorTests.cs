using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection;

public sealed class DetectorTests
{
    private static readonly FakeTime Time = new();
    private static readonly Detector Plain = With();

    [Fact]
    public void The_quick_answer_and_the_full_one_agree()
    {
        var scratch = new DetectorScratch();
        foreach (var subject in Subjects(200).Concat(HostileText.Some(400, 9)))
        {
            var (quick, full) = (Plain.Check(subject, scratch), Plain.Check(subject, Explain.None));
            Assert.Equal((full.Decision, full.Score ?? double.NaN, full.Category, full.Error), (quick.Decision, quick.Score, quick.Category, quick.Error));
            if (full.Decision != Decision.Benign) Assert.Equal(full.Brand, quick.Brand);
        }
    }

    [Fact]
    public void Hostile_text_is_answered_without_throwing()
    {
        foreach (var subject in HostileText.Some(800, 10))
        {
            var verdict = Plain.Check(subject, Explain.Full);
            Assert.Equal(verdict.Decision == Decision.Unknown, verdict.Error is not null);
            Assert.True(verdict.Score is null or (>= 0 and <= 1));
            Assert.Equal(verdict.Score is null, verdict.Model is null);
        }
    }

    [Fact]
    public void The_quick_answer_allocates_nothing()
    {
        var (subjects, scratch) = (Subjects(100).ToArray(), new DetectorScratch());
        Assert.Contains(0L, Enumerable.Range(0, 300).Select(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var subject in subjects) Plain.Check(subject, scratch);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    [Theory]
    [InlineData("mailto:someone@example.com")]
    [InlineData("tel:+15550100")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:image/png;base64,AAAA")]
    public void What_is_no_web_address_stays_unknown(string subject)
    {
        var verdict = Plain.Check(subject);
        Assert.Equal(Decision.Unknown, verdict.Decision);
        Assert.Contains("not a web address", verdict.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data:text/html;base64,PHNjcmlwdD4=")]
    [InlineData("data:image/svg+xml,<svg/>")]
    [InlineData("javascript:alert(1)")]
    public void Addresses_that_carry_code_are_suspicious_by_rule(string subject)
    {
        var verdict = Plain.Check(subject);
        Assert.Equal((Decision.Suspicious, null, null), (verdict.Decision, verdict.Score, verdict.Error));
        Assert.Single(verdict.Reasons);
    }

    [Theory]
    [InlineData("https://sites.google.com/view/paypal-login-qrx")]
    [InlineData("https://telegra.ph/Microsoft-Account-Update-03-11")]
    [InlineData("https://linktr.ee/coinbase.support")]
    public void A_page_of_anyone_that_names_a_brand_and_a_lure_is_suspicious_at_least(string subject)
    {
        var verdict = Plain.Check(subject);
        Assert.True(verdict.Decision >= Decision.Suspicious);
        Assert.Contains(verdict.Reasons, reason => reason.Id == "trick.borrowed_ground");
    }

    [Theory]
    [InlineData("https://sites.google.com/view/garden-club-login")]
    [InlineData("https://sites.google.com/view/paypal-history")]
    [InlineData("https://www.paypal.com/signin")]
    public void Neither_a_brand_nor_a_lure_alone_is_borrowed_ground(string subject) =>
        Assert.DoesNotContain(Plain.Check(subject, Explain.Full).Reasons, reason => reason.Id == "trick.borrowed_ground");

    [Fact]
    public void Without_a_model_nothing_is_called_clean()
    {
        var verdict = new Detector(null, ReferenceLists.Embedded, AccessLists.Empty, Time).Check(Some.BenignUrl);
        Assert.Equal(Decision.Unknown, verdict.Decision);
        Assert.Null(verdict.Score);
        Assert.Contains("weir cycle --once", verdict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Block_wins_over_allow()
    {
        var verdict = With(Entry(ListKind.Allow, null), Entry(ListKind.Block, null)).Check("https://listed.test/x");
        Assert.Equal((Decision.Phishing, "block", null), (verdict.Decision, verdict.List, verdict.Model));
        Assert.Equal("list.block", Assert.Single(verdict.Reasons).Id);
    }

    [Fact]
    public void An_allowed_site_is_benign_and_an_expired_entry_says_nothing()
    {
        Assert.Equal((Decision.Benign, "allow"), Listed(With(Entry(ListKind.Allow, Time.GetUtcNow().AddDays(1)))));
        Assert.Null(Listed(With(Entry(ListKind.Block, Time.GetUtcNow().AddDays(-1)))).List);
        Assert.Null(Listed(With(Entry(ListKind.Block, Time.GetUtcNow()))).List);
    }

    [Fact]
    public void Defanged_text_is_judged_as_the_address_it_hides()
    {
        var (plain, defanged) = (Plain.Check("https://paypal-login7.test/signin.php"), Plain.Check("hxxps[:]//paypal-login7[.]test/signin.php"));
        Assert.Equal((plain.Canonical, plain.Score), (defanged.Canonical, defanged.Score));
        Assert.Equal("PayPal", plain.Brand);
        Assert.Equal("paypal-login7.test", plain.RegistrableDomain);
    }

    private static (Decision Decision, string? List) Listed(Detector detector)
    {
        var verdict = detector.Check("https://listed.test/x");
        return (verdict.Decision, verdict.List);
    }

    private static ListEntry Entry(ListKind kind, DateTimeOffset? expires) => new(kind, ListScope.Host, "listed.test", "by hand", expires);

    private static Detector With(params ListEntry[] entries) =>
        new(SomeModel.Model, ReferenceLists.Embedded, AccessLists.Build(entries, ReferenceLists.Embedded.Suffixes), Time);

    private static IEnumerable<string> Subjects(int count)
    {
        var random = new Random(31);
        for (var i = 0; i < count; i++) yield return i % 2 == 0 ? SomeUrls.Phishing(random) : SomeUrls.Benign(random);
    }
}
