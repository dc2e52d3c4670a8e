using Weir.Pipeline.Evaluation;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Evaluation;

public sealed class ReportCurvesTests
{
    [Fact]
    public void A_report_carries_its_curves_and_comparison_through_json()
    {
        var report = SomeReport.Of("v2", 0.9, "v1", 0.6);
        var read = ReportText.Parse(ReportText.Json(report));
        Assert.Equal(report.Curves!.Roc, read.Curves!.Roc);
        Assert.Equal(report.Curves.PrecisionRecall, read.Curves.PrecisionRecall);
        Assert.Equal(600, read.Curves.Reliability.Sum(point => point.Rows));
        Assert.Equal(("v1", report.Comparison!.TprAt1Percent), (read.Comparison!.Champion, read.Comparison.TprAt1Percent));
        Assert.Equal(ReportText.Json(report with { Microseconds = 0 }), ReportText.Json(SomeReport.Of("v2", 0.9, "v1", 0.6) with { Microseconds = 0 }));
    }

    [Fact]
    public void A_report_of_an_earlier_version_has_no_curves_and_what_is_no_report_is_none()
    {
        var json = ReportText.Json(SomeReport.Of("v1", 0.8) with { Curves = null });
        Assert.Null(ReportText.TryParse(json)!.Curves);
        Assert.Null(ReportText.TryParse("{}"));
        Assert.Null(ReportText.TryParse("<script>"));
        Assert.Null(ReportText.TryParse(null));
    }
}
