using Weir.Tests.Server.Dashboard.Lists;
using Weir.Tests.Server.Models;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Models;

public sealed class ModelPagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_the_first_model_the_shipped_one_is_shown_with_its_card()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        var page = await server.Client.GetStringAsync("/models", Ct);
        Assert.Contains("the shipped one answers", page);
        Assert.Contains("Nothing has happened yet", page);
        var version = Weir.Detection.UrlModel.Load(Weir.Pipeline.Registry.DetectorSource.ShippedBaseline).Version;
        var card = await server.Client.GetStringAsync($"/models/{version}", Ct);
        Assert.Contains("What the features weigh", card);
        Assert.DoesNotContain("Promote", card);
    }

    [Fact]
    public async Task A_version_is_promoted_rolled_back_shadowed_and_dropped_by_forms_that_ask_why()
    {
        await using var server = await ModelReportEndpointsTests.StartWithTwo();
        Assert.Contains("Say why", await ListsPageTests.Send(server, "/models/v2", "promote", ("act", "promote"), ("version", "v2")));
        Assert.Equal("v1", server.Store.Models.Champion()!.Version);
        Assert.Contains("in the shadow", await ListsPageTests.Send(server, "/models/v2", "shadow", ("act", "shadow"), ("version", "v2"), ("reason", "a look")));
        Assert.Contains("a look", await ListsPageTests.Send(server, "/models", "drop", ("act", "drop"), ("reason", "enough")));
        Assert.Null(server.Store.Deployments.Running());
        await ListsPageTests.Send(server, "/models/v2", "promote", ("act", "promote"), ("version", "v2"), ("reason", "new <b>lures</b>"));
        Assert.Equal("v2", server.Store.Models.Champion()!.Version);
        var back = await ListsPageTests.Send(server, "/models", "rollback", ("act", "rollback"), ("version", "v1"), ("reason", "false alarms"));
        Assert.Equal("v1", server.Store.Models.Champion()!.Version);
        Assert.Contains("new &lt;b&gt;lures&lt;/b&gt;", back);
        Assert.StartsWith("key:test-", server.Store.Models.History(1)[0].Actor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_gates_refused_is_refused_here_too()
    {
        await using var server = await ModelReportEndpointsTests.StartWithTwo();
        SomeReport.Judged(server.Store, SomeModel.Named("v3"), "v3", SomeReport.Of("v3", 0.1), passed: false);
        Assert.Contains("at least 0.95 is wanted", await ListsPageTests.Send(server, "/models/v3", "promote", ("act", "promote"), ("version", "v3"), ("reason", "hope")));
        Assert.Equal("v1", server.Store.Models.Champion()!.Version);
    }

    [Fact]
    public async Task Two_versions_stand_side_by_side_with_what_is_more_than_chance()
    {
        await using var server = await ModelReportEndpointsTests.StartWithTwo();
        var page = await server.Client.GetStringAsync("/models/compare?a=v2&b=v1", Ct);
        Assert.Contains("Both were judged on the same rows", page);
        Assert.Contains("A is better", page);
        Assert.Contains("ROC of both", page);
        Assert.Contains("trees.count", page);
        Assert.Contains("No model has one of these versions", await server.Client.GetStringAsync("/models/compare?a=v2&b=%3Cscript%3E", Ct));
    }

    [Fact]
    public async Task A_report_without_curves_says_so()
    {
        await using var server = await ModelReportEndpointsTests.StartWithTwo();
        Assert.Contains("Reliability", await server.Client.GetStringAsync("/models/v2", Ct));
        SomeReport.Judged(server.Store, SomeModel.Named("old"), "old", SomeReport.Of("old", 0.5) with { Curves = null });
        Assert.Contains("before curves were kept", await server.Client.GetStringAsync("/models/old", Ct));
        Assert.Equal(404, (int)(await server.Client.GetAsync("/models/v9", Ct)).StatusCode);
    }
}
