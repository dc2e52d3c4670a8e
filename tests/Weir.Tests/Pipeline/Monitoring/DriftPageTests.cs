using System.Xml.Linq;
using Weir.Pipeline;
using Weir.Pipeline.Monitoring;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Monitoring;

public sealed class DriftPageTests
{
    private static readonly Lazy<DriftReport> Full = new(Make);

    [Fact]
    public void The_page_stands_alone_with_plots_and_tables_for_light_and_dark()
    {
        var page = DriftPage.Render(Full.Value);
        foreach (var text in (string[])["<style>", "prefers-color-scheme: dark", "Collected samples", "Calibration", "Ageing", "Anomalies", "Verdicts", "path_depth", "<svg", "<caption>"])
            Assert.Contains(text, page);
        foreach (var text in (string[])["<script", "http://", "https://", "style=\"", "onload", "NaN"]) Assert.DoesNotContain(text, page);
    }

    [Fact]
    public void The_page_is_well_formed() =>
        Assert.NotNull(XDocument.Parse(DriftPage.Render(Full.Value).Replace("<!doctype html>", "", StringComparison.Ordinal)
            .Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal).Replace("content=\"width=device-width, initial-scale=1\">", "content=\"\"/>", StringComparison.Ordinal)
            .Replace("content=\"light dark\">", "content=\"\"/>", StringComparison.Ordinal)).Root);

    [Fact]
    public void A_server_gives_the_style_an_address_of_its_own()
    {
        var page = DriftPage.Render(Full.Value, "/drift.css");
        Assert.Contains("<link rel=\"stylesheet\" href=\"/drift.css\">", page);
        Assert.DoesNotContain("<style", page);
    }

    [Fact]
    public void Names_and_sentences_are_encoded()
    {
        var page = DriftPage.Render(Full.Value with { Model = "<b>m</b>", Notes = ["a < b"], Findings = [new Finding(FindingKind.Drift, FindingLevel.Warning, "x", "<img>")] });
        Assert.Contains("&lt;b&gt;m&lt;/b&gt;", page);
        Assert.Contains("a &lt; b", page);
        Assert.DoesNotContain("<img>", page);
    }

    [Fact]
    public void A_report_that_could_compare_nothing_does_not_say_that_all_is_well()
    {
        var empty = new DriftReport { At = DateTimeOffset.UnixEpoch, Model = "m", From = DateTimeOffset.UnixEpoch };
        Assert.Contains("Too little has come in", DriftPage.Render(empty));
        Assert.Contains("Too little has come in", DriftText.Text(empty));
        Assert.Contains("Nothing has moved", DriftText.Text(Full.Value with { Findings = [] }));
    }

    [Fact]
    public void A_report_survives_json_and_packing()
    {
        var json = DriftText.Json(Full.Value);
        Assert.Equal(json, DriftText.Json(DriftText.Parse(json)));
        Assert.Equal(json, DriftText.Json(DriftText.Unpack(DriftText.Pack(Full.Value))));
        Assert.Contains("\"level\":\"shifted\"", json);
        Assert.InRange(DriftText.Pack(Full.Value).Length, 1, 40_000);
    }

    [Fact]
    public void People_read_the_same_in_lines()
    {
        var text = DriftText.Text(Full.Value);
        Assert.Contains("path_depth", text);
        Assert.Contains("asks for a training", text);
    }

    private static DriftReport Make()
    {
        var input = SomeDrift.Input(SomeDrift.Changed(800, 41));
        var later = SomeDrift.Same(800, 42);
        input = input with
        {
            Traffic = SomeDrift.Same(600, 43),
            History = SomeDrift.Same(600, 44),
            Later = [.. later.Labels.Select((label, i) => new Weir.Storage.Monitoring.WatchedSample("", $"d{i}.example", label == 1, input.Trained.AddDays(1 + i % 28)))],
            LaterFrame = later,
        };
        var report = DriftAnalysis.Of(input, SomeModel.Model.Manifest, new MonitoringSettings());
        return DriftFindings.Of(report with
        {
            Labels = DriftAnalysis.Labels(new WindowLabels(600, 400, 1000, 1000), input.Reference!.Judged, new MonitoringSettings()),
            Verdicts = VerdictWatching.Of([.. Enumerable.Range(0, 10).Reverse().Select(day => new Weir.Storage.Monitoring.VerdictHour(input.At.AddDays(-day).AddHours(-2), 20, 10, 900, 5))], input.At, 0.02),
        }, new MonitoringSettings());
    }
}
