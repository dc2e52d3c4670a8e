using Weir.Detection;
using Weir.Learning;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection;

public sealed class UrlModelTests
{
    [Fact]
    public void A_model_of_another_schema_is_refused_by_name() => Refused(manifest => manifest with { Schema = "url-999" }, "url-999");

    [Fact]
    public void A_model_with_an_unknown_feature_is_refused_by_name() =>
        Refused(manifest => manifest with { Features = [.. manifest.Features.Skip(1), new ModelFeature("from_the_future", 1, true, 0)] }, "does not know");

    [Fact]
    public void A_model_with_another_version_of_a_feature_is_refused_by_name() =>
        Refused(manifest => manifest with { Features = [.. manifest.Features.Select(f => f.Id == "path_depth" ? f with { Version = 7 } : f)] }, "'path_depth' in version 7");

    [Fact]
    public void A_model_that_names_a_feature_twice_is_refused() =>
        Refused(manifest => manifest with { Features = [manifest.Features[0], .. manifest.Features] }, "twice");

    [Fact]
    public void A_manifest_that_is_no_manifest_is_refused_by_name() => RefusedText("{\"version\": 3}", "manifest");

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(200)]
    [InlineData(4000)]
    public void A_truncated_file_is_refused_by_name(int length) => RefusedBytes(SomeModel.Trained.File[..length], ".weir");

    [Fact]
    public void An_edited_file_is_refused_by_name()
    {
        var bytes = SomeModel.Trained.File.ToArray();
        bytes[bytes.Length / 2] ^= 1;
        RefusedBytes(bytes, "altered");
    }

    [Fact]
    public void Different_raw_scores_give_different_scores_in_the_same_order()
    {
        var scores = Enumerable.Range(-200, 401).Select(i => SomeModel.Model.Probability(i / 20.0)).ToArray();
        Assert.All(scores.Zip(scores.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
    }

    [Fact]
    public void Decisions_rise_with_the_score()
    {
        var decisions = Enumerable.Range(0, 1001).Select(i => SomeModel.Model.Decide(i / 1000.0)).ToArray();
        Assert.Equal(decisions.Order(), decisions);
        Assert.Equal(Decision.Benign, SomeModel.Model.Decide(SomeModel.Model.Manifest.SuspiciousThreshold));
        Assert.NotEqual(Decision.Phishing, SomeModel.Model.Decide(SomeModel.Model.Manifest.PhishingThreshold));
        Assert.Equal(Decision.Phishing, SomeModel.Model.Decide(1));
    }

    [Fact]
    public void A_manifest_survives_its_json()
    {
        var again = ModelManifest.FromJson(SomeModel.Model.Manifest.ToJson())!;
        Assert.Equal(SomeModel.Model.Manifest.ToJson(), again.ToJson());
        Assert.Null(ModelManifest.FromJson("no json"));
    }

    private static void Refused(Func<ModelManifest, ModelManifest> change, string says) => RefusedText(change(SomeModel.Model.Manifest).ToJson(), says);

    private static void RefusedText(string manifest, string says) => RefusedBytes(new ModelFileBuilder().Build(manifest), says);

    private static void RefusedBytes(byte[] bytes, string says)
    {
        var fault = Assert.Throws<ModelFileException>(() => UrlModel.Read(bytes, "champion.weir"));
        Assert.Contains("champion.weir", fault.Message, StringComparison.Ordinal);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }
}
