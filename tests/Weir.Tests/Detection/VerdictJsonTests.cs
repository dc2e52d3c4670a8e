using System.Text.Json;
using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Detection;

public sealed class VerdictJsonTests
{
    private static readonly Detector Detector = new(SomeModel.Model, ReferenceLists.Embedded, AccessLists.Empty, new FakeTime());

    [Theory]
    [InlineData("https://paypal-login7.test/signin.php")]
    [InlineData("mailto:someone@example.com")]
    [InlineData("http://[")]
    public void A_verdict_has_exactly_the_fields_of_the_contract(string subject)
    {
        using var json = JsonDocument.Parse(Json(Detector.Check(subject)));
        Assert.Equal(
            ["appealUrl", "brand", "cacheSeconds", "canonical", "category", "channel", "checkedAt", "decision", "error", "evidence", "id", "list", "model", "reasons", "registrableDomain", "riskLevel", "riskScore", "score", "subject"],
            json.RootElement.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.Equal("url", json.RootElement.GetProperty("channel").GetString());
        foreach (var reason in json.RootElement.GetProperty("reasons").EnumerateArray())
            Assert.Equal(["id", "text", "contribution"], reason.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public void Model_and_words_are_written_in_lower_case()
    {
        using var json = JsonDocument.Parse(Json(Detector.Check("https://paypal-login7.test/signin.php")));
        Assert.Equal(["version", "sha256"], json.RootElement.GetProperty("model").EnumerateObject().Select(field => field.Name));
        Assert.Matches("^[a-z]+$", json.RootElement.GetProperty("decision").GetString());
        Assert.Matches("^(low|medium|high|critical)$", json.RootElement.GetProperty("riskLevel").GetString());
    }

    [Fact]
    public void Hostile_subjects_never_make_numbers_that_json_lacks()
    {
        foreach (var subject in HostileText.Some(200, 19)) Assert.DoesNotContain("NaN", Json(Detector.Check(subject)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0, 0, RiskLevel.Low)]
    [InlineData(0.244, 24, RiskLevel.Low)]
    [InlineData(0.25, 25, RiskLevel.Medium)]
    [InlineData(0.495, 50, RiskLevel.High)]
    [InlineData(0.745, 75, RiskLevel.Critical)]
    [InlineData(1.0, 100, RiskLevel.Critical)]
    public void Risk_is_the_score_in_hundredths(double score, int risk, RiskLevel level)
    {
        var verdict = new Verdict { Subject = "x", Decision = Decision.Benign, CheckedAt = DateTimeOffset.UnixEpoch, Score = score };
        Assert.Equal((risk, level), (verdict.RiskScore, verdict.RiskLevel));
    }

    private static string Json(Verdict verdict) => JsonSerializer.Serialize(verdict, VerdictJson.Default.Verdict);
}
