using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Pipeline.Monitoring;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Monitoring;

public sealed class DriftEndpointsTests
{
    [Fact]
    public async Task Before_the_first_report_the_answer_says_how_to_get_one()
    {
        await using var server = await ServerUnderTest.Start();
        var response = await server.Client.GetAsync("/v1/drift", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("weir drift", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_page_says_when_the_first_report_comes()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        var page = await server.Client.GetStringAsync("/drift", TestContext.Current.CancellationToken);
        Assert.Contains("within the hour", page);
        Assert.Empty((await server.Client.GetFromJsonAsync<JsonElement>("/v1/drift/reports", TestContext.Current.CancellationToken)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Every_report_that_is_kept_can_be_read_by_its_number()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        for (var day = 1; day <= 3; day++) server.Store.Watch.KeepReport(DateTimeOffset.UnixEpoch.AddDays(day), $"v{day}", day == 2, DriftText.Pack(Report($"v{day}", day)));
        var first = await server.Client.GetFromJsonAsync<JsonElement>("/v1/drift/reports?limit=2", TestContext.Current.CancellationToken);
        Assert.Equal(["v3", "v2"], first.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("model").GetString()));
        var rest = await server.Client.GetFromJsonAsync<JsonElement>($"/v1/drift/reports?limit=2&cursor={first.GetProperty("next").GetString()}", TestContext.Current.CancellationToken);
        Assert.Equal("v1", Assert.Single(rest.GetProperty("items").EnumerateArray()).GetProperty("model").GetString());
        Assert.Equal("v1", (await server.Client.GetFromJsonAsync<JsonElement>("/v1/drift/reports/1", TestContext.Current.CancellationToken)).GetProperty("model").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/v1/drift/reports/9", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Contains("href=\"/models/v3\"", await server.Client.GetStringAsync("/drift", TestContext.Current.CancellationToken));
        var old = await server.Client.GetStringAsync("/drift/2", TestContext.Current.CancellationToken);
        Assert.Contains("href=\"/models/v2\"", old);
        Assert.Contains("A training is asked for", old);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/drift/9", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_full_report_is_drawn_and_its_names_are_no_markup()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        var report = DriftAnalysis.Of(Pipeline.Monitoring.SomeDrift.Input(Pipeline.Monitoring.SomeDrift.Changed(600, 5)), SomeModel.Model.Manifest, new MonitoringSettings(), ct: TestContext.Current.CancellationToken);
        server.Store.Watch.KeepReport(report.At, report.Model, true, DriftText.Pack(report with { Notes = ["<script>alert(1)</script>"] }));
        var page = await server.Client.GetStringAsync("/drift", TestContext.Current.CancellationToken);
        Assert.Contains("Collected samples", page);
        Assert.Contains("shifted", page);
        Assert.DoesNotContain("<script>alert", page);
    }

    private static DriftReport Report(string model, int day) =>
        new() { At = DateTimeOffset.UnixEpoch.AddDays(day), Model = model, From = DateTimeOffset.UnixEpoch, AsksForTraining = day == 2 };
}
