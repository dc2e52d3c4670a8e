using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Learning;
using Weir.Pipeline;
using Weir.Pipeline.Training;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Training;

public sealed class SourceHoldoutTests
{
    private static readonly int Text = UrlFeatureSchema.IndexOf("text_score");

    private static readonly UrlTrainingParameters Quick = SomeModel.Quick with { SourceHoldout = 1, SourceBalance = 0, HomepageShare = 0 };

    [Fact]
    public void A_held_out_source_teaches_its_own_rows_nothing()
    {
        var rows = TwoOfEach();
        var flipped = rows.ConvertAll(row => row.Source == "feed-b" ? row with { IsPhishing = !row.IsPhishing } : row);
        var (before, after) = (Matrix(rows, Quick), Matrix(flipped, Quick));
        foreach (var i in Rows(rows, "feed-b")) Assert.Equal(before.Columns[Text][i], after.Columns[Text][i]);
        Assert.Contains(Rows(rows, "feed-a"), i => before.Columns[Text][i] != after.Columns[Text][i]);
    }

    [Fact]
    public void Without_holdout_a_source_teaches_the_other_domains_of_its_own()
    {
        var rows = TwoOfEach();
        var flipped = rows.ConvertAll(row => row.Source == "feed-b" ? row with { IsPhishing = !row.IsPhishing } : row);
        var p = Quick with { SourceHoldout = 0 };
        var (before, after) = (Matrix(rows, p), Matrix(flipped, p));
        Assert.Contains(Rows(rows, "feed-b"), i => before.Columns[Text][i] != after.Columns[Text][i]);
    }

    [Fact]
    public void One_source_of_each_kind_is_held_out_by_domain_alone()
    {
        var rows = TwoOfEach().ConvertAll(row => row with { Source = row.IsPhishing ? "feed" : "links" });
        Assert.Equal(Matrix(rows, Quick with { SourceHoldout = 0 }).Columns[Text], Matrix(rows, Quick).Columns[Text]);
    }

    [Fact]
    public void Balanced_sources_weigh_the_same_and_all_weights_stay()
    {
        var rows = TwoOfEach();
        rows.AddRange(rows.Where(row => row.Source == "feed-a").Select(row => row with { Url = row.Url + "x" }).ToList());
        var (plain, even) = (Matrix(rows, Quick with { DomainPower = 0 }), Matrix(rows, Quick with { DomainPower = 0, SourceBalance = 1 }));
        Assert.Equal(plain.Weights.Sum(w => (double)w), even.Weights.Sum(w => (double)w), 1e-3 * rows.Count);
        double[] totals = [.. rows.Select(row => row.Source).Distinct().Select(source => Rows(rows, source).Sum(i => (double)even.Weights[i]))];
        Assert.All(totals, total => Assert.Equal(totals[0], total, 1e-3 * totals[0]));
    }

    /// <summary>Two phishing and two benign sources.</summary>
    private static List<LabelledUrl> TwoOfEach() =>
        [.. SomeUrls.Labelled(600, 9).Select((row, i) => row with { Source = (row.IsPhishing ? "feed-" : "links-") + (i % 3 == 0 ? "b" : "a") })];

    private static Dataset Matrix(List<LabelledUrl> rows, UrlTrainingParameters p) =>
        UrlModelTrainer.Matrix(rows, ReferenceLists.Embedded, p, null, TestContext.Current.CancellationToken);

    private static IEnumerable<int> Rows(List<LabelledUrl> rows, string source) => rows.Index().Where(row => row.Item.Source == source).Select(row => row.Index);
}
