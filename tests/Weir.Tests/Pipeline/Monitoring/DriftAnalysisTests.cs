using Weir.Pipeline;
using Weir.Pipeline.Monitoring;
using Weir.Storage.Monitoring;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Monitoring;

public sealed class DriftAnalysisTests
{
    private static readonly MonitoringSettings Settings = new();

    [Fact]
    public void The_same_world_has_not_moved()
    {
        var view = Assert.Single(Look(SomeDrift.Input(SomeDrift.Same(2000, 81))).Views);
        Assert.True(view.IsJudged);
        Assert.DoesNotContain(view.Features, feature => feature.Level == DriftLevel.Shifted);
        Assert.Equal(DriftLevel.None, view.Score.Level);
    }

    [Fact]
    public void Another_share_of_phishing_alone_moves_no_feature()
    {
        var view = Assert.Single(Look(SomeDrift.Input(SomeDrift.Same(2000, 82, 0.9))).Views);
        Assert.True(view.IsJudged);
        Assert.DoesNotContain(view.Features, feature => feature.Level == DriftLevel.Shifted);
        Assert.NotEqual(DriftLevel.Shifted, view.Score.Level);
    }

    [Fact]
    public void What_is_unlike_the_judged_rows_and_like_the_training_rows_has_not_shifted()
    {
        var reference = SomeDrift.Reference with { Judged = SomeDrift.Changed(1000, 78), Trained = SomeDrift.Reference.Judged };
        var view = Assert.Single(Look(SomeDrift.Input(SomeDrift.Same(2000, 79)) with { Reference = reference }).Views);
        Assert.True(view.IsJudged);
        Assert.Equal(0, view.ShiftedImportance);
    }

    [Fact]
    public void A_changed_world_is_found_in_features_and_anomalies_and_asks_for_a_training()
    {
        var report = Look(SomeDrift.Input(SomeDrift.Changed(1000, 83)));
        var view = Assert.Single(report.Views);
        Assert.Contains(view.Features, feature => feature.Level == DriftLevel.Shifted && feature.Id == "path_depth");
        Assert.True(view.ShiftedImportance > 0.1);
        Assert.True(report.Anomalies!.IsAlarm, report.Anomalies.ToString());
        var told = DriftFindings.Of(report, Settings);
        Assert.True(told.AsksForTraining);
        Assert.Contains(told.Findings, finding => finding.Subject == "features samples" && finding.Sentence.Contains("PSI", StringComparison.Ordinal));
        Assert.Contains(told.Findings, finding => finding.Subject == "anomalies");
    }

    [Fact]
    public void Too_few_rows_are_shown_and_not_judged()
    {
        var report = Look(SomeDrift.Input(SomeDrift.Changed(100, 84)));
        Assert.False(Assert.Single(report.Views).IsJudged);
        Assert.Contains(report.Notes, note => note.Contains("500 are needed", StringComparison.Ordinal));
        Assert.Empty(DriftFindings.Of(report, Settings).Findings);
    }

    [Fact]
    public void A_model_without_a_reference_is_told_so_and_its_traffic_is_watched_all_the_same()
    {
        var input = SomeDrift.Input(SomeDrift.Same(600, 85)) with { Reference = null, Traffic = SomeDrift.Changed(800, 86), History = SomeDrift.Same(800, 87) };
        var report = DriftFindings.Of(Look(input), Settings);
        Assert.Contains(report.Notes, note => note.Contains("No rows are kept", StringComparison.Ordinal));
        Assert.Equal("traffic", Assert.Single(report.Views).Name);
        Assert.Contains(report.Findings, finding => finding.Subject == "features traffic");
        Assert.False(report.AsksForTraining);
        Assert.Null(report.Ageing);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_order_of_the_rows()
    {
        var rows = SomeUrls.Labelled(900, 88);
        var (one, two) = (Look(SomeDrift.Input(SomeDrift.Frame(rows))), Look(SomeDrift.Input(SomeDrift.Frame([.. rows.AsEnumerable().Reverse()]))));
        Assert.Equal(DriftText.Json(one with { Anomalies = null }), DriftText.Json(two with { Anomalies = null }));
    }

    [Fact]
    public void Probabilities_that_hold_have_not_drifted_and_inverted_ones_have()
    {
        var good = SomeDrift.Same(1500, 89);
        Assert.False(Look(Later(good)).Calibration!.HasDrifted);
        var bad = good with { Labels = Array.ConvertAll(good.Labels, label => (byte)(1 - label)) };
        var calibration = Look(Later(bad)).Calibration!;
        Assert.True(calibration.HasDrifted);
        Assert.True(calibration.Beyond > 0.2);
        Assert.Null(Look(Later(SomeDrift.Same(100, 90))).Calibration!.Ece);
    }

    [Fact]
    public void A_model_that_finds_less_each_week_has_aged()
    {
        var judged = SomeDrift.Reference.Judged;
        var reference = SomeDrift.Reference with { Judged = Finding(judged, 9) };
        var frame = SomeDrift.Same(1500, 91);
        var fresh = Look(Later(Finding(frame, 9)) with { Reference = reference }).Ageing!;
        Assert.False(fresh.HasAged);
        Assert.Equal(4, fresh.Weeks.Count);
        Assert.InRange(fresh.Judged, 0.88, 0.92);
        Assert.InRange(fresh.Recent!.Tpr, 0.87, 0.93);
        var aged = Look(Later(Finding(frame, 6)) with { Reference = reference }).Ageing!;
        Assert.True(aged.HasAged);
        Assert.InRange(aged.Recent!.Tpr, 0.57, 0.63);
        Assert.All(aged.Weeks, week => Assert.InRange(week.Tpr, week.Low, week.High));
    }

    [Fact]
    public void Labels_are_compared_with_the_time_before()
    {
        Assert.Equal(DriftLevel.None, DriftAnalysis.Labels(new WindowLabels(500, 500, 2000, 2010), null, Settings)!.Level);
        Assert.Equal(DriftLevel.Shifted, DriftAnalysis.Labels(new WindowLabels(900, 100, 2000, 2000), null, Settings)!.Level);
        Assert.Equal(DriftLevel.None, DriftAnalysis.Labels(new WindowLabels(90, 10, 2000, 2000), null, Settings)!.Level);
        Assert.Null(DriftAnalysis.Labels(default, null, Settings));
    }

    private static DriftReport Look(DriftInput input) => DriftAnalysis.Of(input, SomeModel.Model.Manifest, Settings, TestContext.Current.CancellationToken);

    // As if the model found so many tenths of the phishing, and gave no false alarm.
    private static RowFrame Finding(RowFrame frame, int tenths) => frame with { Scores = [.. frame.Labels.Select((label, i) => label == 1 && i % 10 < tenths ? 0.9 : 0.1)] };

    // Four weeks of later samples, each of a domain of its own.
    private static DriftInput Later(RowFrame frame)
    {
        var input = SomeDrift.Input(SomeDrift.Empty);
        return input with
        {
            Later = [.. frame.Labels.Select((label, i) => new WatchedSample("", $"domain{i}.example", label == 1, input.Trained.AddDays(i % 28)))],
            LaterFrame = frame,
        };
    }
}
