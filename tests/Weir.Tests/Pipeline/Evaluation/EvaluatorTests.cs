using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Datasets;
using Weir.Pipeline.Evaluation;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Evaluation;

public class EvaluatorTests
{
    private static readonly List<EvaluationRow> Rows =
    [
        .. Enumerable.Range(0, 1200).Select(i => new EvaluationRow(new LabelledUrl($"http://bad{i}.test/{(i % 3 == 0 ? "" : "x")}", true, null, i % 4 == 0 ? "small" : "large"), $"bad{i}.test")),
        .. Enumerable.Range(0, 1200).Select(i => new EvaluationRow(new LabelledUrl($"http://good{i}.test/{(i % 3 == 0 ? "" : "x")}", false, null, "crawl"), $"good{i}.test")),
    ];

    [Fact]
    public void A_slice_that_falls_is_told_apart_from_those_that_do_not()
    {
        var evaluator = new Evaluator(Rows, [], _ => false);
        // The challenger misses more of the small source, and finds more of the large one.
        var champion = Run(evaluator, url => url.Url.Contains("bad", StringComparison.Ordinal) && Share(url.Url, "a") < 0.7);
        var challenger = Run(evaluator, url => url.Url.Contains("bad", StringComparison.Ordinal) && Share(url.Url, "a") < (url.Source == "small" ? 0.5 : 0.8));
        var slices = evaluator.Compare(challenger, champion).Slices;
        Assert.Equal(("source", "small", true), slices.Where(slice => slice.Difference.High < -0.01).Select(slice => (slice.Kind, slice.Name, slice.IsPhishing)).Single());
        Assert.Contains(slices, slice => slice is { Name: "large", IsPhishing: true, Difference.Low: > 0 });
        Assert.Contains(slices, slice => slice is { Name: "crawl", IsPhishing: false });
    }

    [Fact]
    public void Noise_makes_a_slice_fall_in_one_of_twenty_comparisons_at_most()
    {
        var (evaluator, fallen) = (new Evaluator(Rows, [], _ => false), 0);
        for (var seed = 0; seed < 100; seed++)
        {
            var (a, b) = ($"{seed}a", $"{seed}b");
            var slices = evaluator.Compare(
                Run(evaluator, url => url.IsPhishing && Share(url.Url, a) < 0.7), Run(evaluator, url => url.IsPhishing && Share(url.Url, b) < 0.7)).Slices;
            if (slices.Any(slice => slice.Difference.High < -0.01)) fallen++;
        }

        Assert.InRange(fallen, 0, 5);
    }

    [Fact]
    public void A_comparison_is_the_same_every_time_and_names_lost_gold()
    {
        var evaluator = new Evaluator(Rows, [], _ => false) { Gold = [new("http://bad1.test/", true), new("http://good1.test/", false), new("http://good2.test/", false)] };
        var champion = Run(evaluator, url => url.Url.Contains("bad", StringComparison.Ordinal));
        var challenger = Run(evaluator, url => url.Url.Contains("good2.", StringComparison.Ordinal) || Share(url.Url, "c") < 0.5);
        var comparison = evaluator.Compare(challenger, champion);
        Assert.Contains("http://good2.test/", comparison.GoldLost);
        Assert.Equal(new GoldFigures(3, 3), champion.Report.Gold);
        Assert.Equal(comparison.Slices, evaluator.Compare(challenger, champion).Slices);
        Assert.Equal(comparison.TprAt01Percent, evaluator.Compare(challenger, champion).TprAt01Percent);
    }

    [Fact]
    public void Evasion_is_tried_on_what_the_real_model_catches_and_the_time_is_taken()
    {
        var rows = SomeModel.CalibrationRows.Select((row, i) => new EvaluationRow(row, $"d{i}.test")).ToList();
        var evaluator = new Evaluator(rows, [], _ => false) { TriesEvasion = true };
        var model = UrlCycle.Scoring(SomeModel.Model, ReferenceLists.Embedded, new FakeTime());
        var report = evaluator.Run(model, null, default, TestContext.Current.CancellationToken).Report;
        Assert.InRange(report.Evasion!.Variants, 2000, 4000);
        Assert.InRange(report.Evasion.FlipRate, 0, 0.5);
        Assert.Equal(report.Evasion, evaluator.Run(model, null, default, TestContext.Current.CancellationToken).Report.Evasion);
        Assert.True(report.Microseconds > 0);
        Assert.Contains("evasion turns", ReportText.Text(ReportText.Parse(ReportText.Json(report))));
        Assert.Contains(" domains, base rate", ReportText.Text(report));
        var table = ReportText.Text(report with { Microseconds = 3 }, isOfTable: true);
        Assert.Contains(" groups, base rate", table);
        Assert.Contains("3.0 microseconds a row", table);
    }

    private static Evaluated Run(Evaluator evaluator, Func<LabelledUrl, bool> isCaught)
    {
        var known = Rows.ToDictionary(row => row.Url.Url, row => row.Url);
        return evaluator.Run(new ScoringModel("v", "", 0.9, 0.5, 0.5, () => url =>
            isCaught(known.GetValueOrDefault(url) ?? new LabelledUrl(url, false, null, "")) ? 0.99 : 0.1 * Share(url, "score")), null, default, TestContext.Current.CancellationToken);
    }

    private static double Share(string url, string salt) => DomainBuckets.Place(url, salt);
}
