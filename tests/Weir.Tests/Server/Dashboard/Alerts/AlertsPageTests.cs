using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Tests.Server.Dashboard.Lists;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Alerts;

public sealed class AlertsPageTests
{
    [Fact]
    public async Task An_alert_is_taken_on_by_a_form_and_by_the_api_and_audited()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        Assert.Contains("Nothing is open", await server.Client.GetStringAsync("/alerts", TestContext.Current.CancellationToken));
        new AlertLog(server.Store, new AlertSettings()).Raise([new Finding(FindingKind.Drift, FindingLevel.Critical, "<script>", "Scores <b>drift</b>."), new Finding(FindingKind.FeedStale, FindingLevel.Warning, "a", "Stale.")]);
        var ids = server.Store.Alerts.Open().Select(alert => alert.Id).ToList();
        var page = await ListsPageTests.Send(server, "/alerts", $"ack-{ids[0]}", ("alert", $"{ids[0]}"));
        Assert.DoesNotContain("<b>drift", page);
        Assert.Contains("<bdi>key:test-", page);
        using var taken = await server.Post($"/v1/alerts/{ids[1]}/ack", "{}");
        Assert.StartsWith("key:test-", (await server.Json(taken)).GetProperty("ackedBy").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await server.Post("/v1/alerts/99/ack", "{}")).StatusCode);
        new AlertLog(server.Store, new AlertSettings()).Raise([new Finding(FindingKind.FeedStale, FindingLevel.Warning, "a", "Fresh.") { IsOver = true }]);
        Assert.Equal(409, (int)(await server.Post($"/v1/alerts/{ids[1]}/ack", "{}")).StatusCode);
        Assert.Equal(2, server.Store.Audit.Recent(10).Count(entry => entry.Action == "alert.acknowledged" && entry.Actor.StartsWith("key:test-", StringComparison.Ordinal)));
    }
}
