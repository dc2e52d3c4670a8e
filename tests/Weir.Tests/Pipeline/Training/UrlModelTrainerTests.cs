using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Training;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Training;

public sealed class UrlModelTrainerTests
{
    [Fact]
    public void The_same_rows_and_seed_give_the_same_bytes_at_any_number_of_threads()
    {
        var one = SomeModel.Train(SomeModel.Quick with { Trees = SomeModel.Quick.Trees with { Threads = 1 } });
        var two = SomeModel.Train(SomeModel.Quick with { Trees = SomeModel.Quick.Trees with { Threads = 2 } });
        Assert.Equal(SomeModel.Model.Sha256, one.Model.Sha256);
        Assert.Equal(SomeModel.Model.Sha256, two.Model.Sha256);
    }

    [Fact]
    public void The_model_tells_the_classes_apart()
    {
        var rows = SomeUrls.Labelled(600, 77);
        var scores = Scores(SomeModel.Model, rows);
        Assert.True(rows.Index().Where(r => r.Item.IsPhishing).Average(r => scores[r.Index]) > 0.5 + rows.Index().Where(r => !r.Item.IsPhishing).Average(r => scores[r.Index]));
    }

    [Fact]
    public void Thresholds_keep_the_false_positive_rates_on_the_calibration_rows()
    {
        var benign = SomeModel.CalibrationRows.Where(row => !row.IsPhishing).ToList();
        var scores = Scores(SomeModel.Model, benign);
        var manifest = SomeModel.Model.Manifest;
        Assert.InRange(scores.Count(score => score > manifest.PhishingThreshold) / (double)scores.Length, 0, manifest.PhishingFpr);
        Assert.InRange(scores.Count(score => score > manifest.SuspiciousThreshold) / (double)scores.Length, 0, manifest.SuspiciousFpr);
        Assert.True(manifest.SuspiciousThreshold <= manifest.PhishingThreshold);
    }

    [Fact]
    public void A_feature_that_is_switched_off_is_recorded_and_never_changes_a_score()
    {
        var model = SomeModel.Train(SomeModel.Quick with { Off = ["name_entropy", "text_score", "domain_rank"] }).Model;
        Assert.Equal(["domain_rank", "name_entropy", "text_score"], model.Manifest.Features.Where(f => !f.Active).Select(f => f.Id).Order(StringComparer.Ordinal));
        Assert.All(model.Manifest.Features.Where(f => !f.Active), f => Assert.Equal(0, f.Importance));
        var random = new Random(5);
        for (var i = 0; i < 50; i++)
        {
            var url = SomeUrls.Phishing(random);
            Assert.Equal(Raw(model, url, 0), Raw(model, url, 123));
        }
    }

    [Fact]
    public void Rows_that_cannot_be_read_change_nothing()
    {
        List<LabelledUrl> odd = [.. SomeModel.TrainingRows, new("http://", true, null, "synthetic"), new("", false, null, "synthetic")];
        List<LabelledUrl> oddCalibration = [new("http://[", false, null, "synthetic"), .. SomeModel.CalibrationRows];
        var model = UrlModelTrainer.Train(odd, oddCalibration, ReferenceLists.Embedded, SomeModel.Quick, null, TestContext.Current.CancellationToken).Model;
        Assert.Equal(SomeModel.Model.Sha256, model.Sha256);
        Assert.Equal(SomeModel.TrainingRows.Count(row => row.IsPhishing), model.Manifest.PhishingRows);
    }

    [Fact]
    public void Other_calibration_rows_make_another_version() =>
        Assert.NotEqual(SomeModel.Model.Version, SomeModel.Train(calibrate: SomeUrls.Labelled(1200, 13)).Model.Version);

    [Fact]
    public void One_class_alone_is_refused_in_a_sentence()
    {
        var benign = SomeModel.TrainingRows.Where(row => !row.IsPhishing).ToList();
        var fault = Assert.Throws<ArgumentException>(() => UrlModelTrainer.Train(benign, SomeModel.CalibrationRows, ReferenceLists.Embedded, SomeModel.Quick, null, TestContext.Current.CancellationToken));
        Assert.Contains("both phishing and benign", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_the_parameters_are_named_at_once()
    {
        var fault = Assert.Throws<ArgumentException>(() => SomeModel.Train(SomeModel.Quick with { Folds = 1, BaseRate = 1, Off = ["no_such"] }));
        Assert.Contains("Folds 1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("BaseRate", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'no_such'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_training_stops()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            UrlModelTrainer.Train(SomeModel.TrainingRows, SomeModel.CalibrationRows, ReferenceLists.Embedded, SomeModel.Quick, null, cancel.Token));
    }

    private static double[] Scores(UrlModel model, IReadOnlyList<LabelledUrl> rows) => new UrlScorer(model, new UrlFeatureReader(ReferenceLists.Embedded)).Scores(rows);

    private static double Raw(UrlModel model, string url, float noise)
    {
        var scratch = new FeatureScratch();
        Assert.True(Weir.Detection.Urls.UrlParser.TryParse(url, scratch.Url, out var parsed, out _));
        var row = new UrlFeatureReader(ReferenceLists.Embedded).Read(parsed, scratch);
        row.Dense[UrlFeatureSchema.IndexOf("name_entropy")] += noise;
        row.Dense[UrlFeatureSchema.IndexOf("domain_rank")] += noise;
        return model.Raw(row);
    }
}
