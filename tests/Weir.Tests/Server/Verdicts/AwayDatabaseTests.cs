using System.Net;
using Weir.Server.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Verdicts;

/// <summary>A server of databases that goes away while Weir serves costs no verdict, and is taken up again without a start.</summary>
public sealed class AwayDatabaseTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_it_is_away_checks_are_answered_the_rest_refuses_and_what_the_history_missed_is_counted()
    {
        using var place = new TempDatabase(StoreKind.Postgres).WithSettings();
        using var store = place.Open(TimeProvider.System);
        await using var server = await ServerUnderTest.Start(change: options => options with { VerdictBeat = TimeSpan.FromHours(1) }, store: store);
        await Check(2, server);
        server.Part<TrafficRecorder>().Beat();
        PostgresServer.Shared.SetAway(place.Address.Server!, isAway: true);
        await Check(3, server);
        foreach (var path in (string[])["/v1/lists", "/v1/verdicts", "/overview"])
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.Client.GetAsync(path, Ct)).StatusCode);
        server.Part<TrafficRecorder>().Beat();
        PostgresServer.Shared.SetAway(place.Address.Server!, isAway: false);
        await Check(1, server);
        server.Part<TrafficRecorder>().Beat();
        var totals = store.Verdicts.Totals();
        Assert.Equal((6L, 3L, 3L, 0L), (totals.Seen, totals.Kept, totals.Dropped, totals.Lost));
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/v1/lists", Ct)).StatusCode);
    }

    private static async Task Check(int times, ServerUnderTest server)
    {
        for (var i = 0; i < times; i++) Assert.Equal(HttpStatusCode.OK, (await server.Post("/v1/check", """{"subject":"http://bad.example/"}""")).StatusCode);
    }
}
