using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Learning.Explaining;
using Weir.Learning.Numerics;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection.Reasons;

public sealed class UrlExplainerTests
{
    private static readonly Detector Detector = new(SomeModel.Model, ReferenceLists.Embedded, AccessLists.Empty, new FakeTime());

    [Fact]
    public void All_reasons_together_are_the_distance_from_an_average_row()
    {
        // The trees' expected score is the same for every row.
        var expected = TreeShap.Explain(SomeModel.Model.Trees, new float[UrlFeatureSchema.Count], new double[UrlFeatureSchema.Count]);
        var average = StableMath.Logit(SomeModel.Model.Probability(expected));
        foreach (var verdict in Verdicts(Explain.Full))
            Assert.Equal(StableMath.Logit(verdict.Score!.Value) - average, verdict.Reasons.Sum(reason => reason.Contribution), 1e-6);
    }

    [Fact]
    public void At_most_five_reasons_carry_nine_tenths_of_the_contribution()
    {
        var expected = PathAttribution.Explain(SomeModel.Model.Trees, new float[UrlFeatureSchema.Count], new double[UrlFeatureSchema.Count]);
        var average = StableMath.Logit(SomeModel.Model.Probability(expected));
        foreach (var verdict in Verdicts(Explain.Top))
        {
            Assert.InRange(verdict.Reasons.Count, 1, 5);
            var named = verdict.Reasons.Sum(reason => Math.Abs(reason.Contribution));
            var missing = Math.Abs(StableMath.Logit(verdict.Score!.Value) - average - verdict.Reasons.Sum(reason => reason.Contribution));
            Assert.True(missing <= named / 9 + 1e-6, $"{verdict.Subject}: {missing} of {named}");
        }
    }

    [Fact]
    public void The_strongest_reason_stands_first()
    {
        foreach (var verdict in Verdicts(Explain.Top).Concat(Verdicts(Explain.Full)))
            Assert.Equal(verdict.Reasons.Select(r => Math.Abs(r.Contribution)).OrderDescending(), verdict.Reasons.Select(r => Math.Abs(r.Contribution)));
    }

    [Fact]
    public void Reasons_are_sentences_for_people_even_about_hostile_text()
    {
        var ids = UrlFeatureSchema.All.Where(f => f.Id.Contains('_', StringComparison.Ordinal)).Select(f => f.Id).ToArray();
        var verdicts = Verdicts(Explain.Full).Concat(HostileText.Some(300, 14).Select(subject => Detector.Check(subject)));
        foreach (var reason in verdicts.SelectMany(verdict => verdict.Reasons))
        {
            Assert.True(reason.Text.Length is > 10 and < 600, reason.Text);
            Assert.DoesNotContain(reason.Text, char.IsControl);
            Assert.DoesNotContain("http://", reason.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("https://", reason.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("[a-z0-9][.]test", reason.Text);
            Assert.DoesNotContain(ids, id => reason.Text.Contains(id, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_brand_outside_its_home_and_a_tenant_are_named()
    {
        var texts = Detector.Check("https://paypal-login7.pages.dev/signin.php", Explain.Full).Reasons.Select(reason => reason.Text).ToArray();
        Assert.Contains(texts, text => text.Contains("PayPal", StringComparison.Ordinal) && text.Contains("paypal[.]com", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("pages[.]dev", StringComparison.Ordinal));
    }

    private static IEnumerable<Verdict> Verdicts(Explain explain)
    {
        var random = new Random(17);
        for (var i = 0; i < 120; i++) yield return Detector.Check(i % 2 == 0 ? SomeUrls.Phishing(random) : SomeUrls.Benign(random), explain);
    }
}
