using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Learning;
using Weir.Learning.Trees;
using Weir.Pipeline.Training;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection;

/// <summary>Models that were trained before a feature was added, or over columns in another order, serve on.</summary>
public sealed class OlderModelTests
{
    private static readonly string[] Urls = [.. SomeUrls.Labelled(300, 31).Select(row => row.Url)];

    [Fact]
    public void A_model_without_the_newest_features_judges_by_the_columns_that_it_knows()
    {
        string[] newer = ["name_entropy", "brand_typo", "platform_log_odds", "path_depth"];
        var kept = Enumerable.Range(0, UrlFeatureSchema.Count).Where(column => !newer.Contains(UrlFeatureSchema.All[column].Id)).ToArray();
        var all = UrlModelTrainer.Matrix(SomeModel.TrainingRows, ReferenceLists.Embedded, SomeModel.Quick, ct: TestContext.Current.CancellationToken);
        var older = new Dataset([.. kept.Select(c => all.FeatureNames[c])], [.. kept.Select(c => all.Columns[c])], all.Labels, all.Weights, all.Groups);
        var trees = BoostedTreesTrainer.Fit(older, SomeModel.Quick.Trees, null, null, TestContext.Current.CancellationToken);
        var model = Model(trees, kept, withPlatform: false);

        Assert.Null(model.Categories[2]);
        foreach (var row in Urls.Select(url => Judged(model, url)))
            Assert.Equal(trees.Score([.. kept.Select(column => row.Dense[column])]), row.Raw);
    }

    [Fact]
    public void The_order_of_the_columns_in_a_model_does_not_matter()
    {
        var trees = SomeModel.Model.Trees;
        var reversed = Enumerable.Range(0, UrlFeatureSchema.Count).Reverse().ToArray();
        var model = Model(trees.Over(reversed, reversed.Length), reversed, withPlatform: true);

        Assert.All(Urls, url => Assert.Equal(Judged(SomeModel.Model, url).Raw, Judged(model, url).Raw));
    }

    [Fact]
    public void A_feature_that_was_switched_off_stays_hidden_under_its_name()
    {
        var reversed = Enumerable.Range(0, UrlFeatureSchema.Count).Reverse().ToArray();
        var model = Model(SomeModel.Model.Trees.Over(reversed, reversed.Length), reversed, withPlatform: true, off: "host_length");

        var dense = Judged(model, Some.BenignUrl).Dense;
        Assert.True(float.IsNaN(dense[UrlFeatureSchema.IndexOf("host_length")]));
        Assert.False(float.IsNaN(dense[UrlFeatureSchema.IndexOf("odd_characters")]));
    }

    [Fact]
    public void Its_reasons_add_up_to_its_score()
    {
        var kept = Enumerable.Range(0, UrlFeatureSchema.Count).Reverse().ToArray();
        var older = new Detector(Model(SomeModel.Model.Trees.Over(kept, kept.Length), kept, withPlatform: true), ReferenceLists.Embedded, AccessLists.Empty, TimeProvider.System);
        var today = new Detector(SomeModel.Model, ReferenceLists.Embedded, AccessLists.Empty, TimeProvider.System);

        Assert.All(Urls.Take(50), url => Assert.Equal(today.Check(url, Explain.Full).Reasons, older.Check(url, Explain.Full).Reasons));
    }

    /// <summary>The shared model's parts with these trees, whose feature i is column <c>columns[i]</c> of today, as a file that is read back.</summary>
    private static UrlModel Model(BoostedTrees trees, int[] columns, bool withPlatform, string? off = null)
    {
        var (model, file) = (SomeModel.Model, new ModelFileBuilder());
        model.Text.Save(file, "text");
        trees.Save(file, "trees");
        for (var c = 0; c < (withPlatform ? 3 : 2); c++) model.Categories[c]!.Save(file, $"category{c}");
        model.Calibrator.Save(file, "calibrator");
        var features = columns.Select(column => UrlFeatureSchema.All[column]).Select(f => new ModelFeature(f.Id, f.Version, f.Id != off, 0));
        return UrlModel.Read(file.Build((model.Manifest with { Features = [.. features] }).ToJson()), "older.weir");
    }

    private static (double Raw, float[] Dense) Judged(UrlModel model, string url)
    {
        var scratch = new FeatureScratch();
        Assert.True(UrlParser.TryParse(url, scratch.Url, out var parsed, out _));
        var row = new UrlFeatureReader(ReferenceLists.Embedded).Read(parsed, scratch);
        return (model.Raw(row), row.Dense.ToArray());
    }
}
