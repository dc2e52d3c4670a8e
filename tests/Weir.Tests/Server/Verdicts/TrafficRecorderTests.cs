using System.Net.Http.Json;
using System.Text.Json;
using Weir.Detection;
using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Verdicts;

public sealed class TrafficRecorderTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_was_answered_stands_in_the_history_with_the_version_that_answered()
    {
        await using var server = await DeploymentServer.Start(_directory.Path);
        var verdict = await server.Check("https://paypal-verify1.test/signin.php");
        await server.Check("not an address");
        Assert.True(await DeploymentServer.Until(() => Task.FromResult(server.Store.Verdicts.Totals().Kept == 2)));
        var (unread, row) = (server.Store.Verdicts.Recent(1)[0], server.Store.Verdicts.Recent(2)[1]);
        Assert.Equal(("https://paypal-verify1.test/signin.php", "paypal-verify1.test", "v1"), (row.Subject, row.Registrable, row.Model));
        Assert.Equal(SubjectHash.Of(verdict.GetProperty("canonical").GetString()), row.SubjectKey);
        Assert.Equal(verdict.GetProperty("score").GetDouble(), row.Score);
        Assert.Equal((Decision.Unknown, 0L), (unread.Decision, unread.SubjectKey));
        Assert.True(await DeploymentServer.Until(() => Task.FromResult(server.Store.Served.Read("v1", DateTimeOffset.MinValue, DateTimeOffset.MaxValue).Sum(step => step.Answers) == 2)));
    }

    [Fact]
    public async Task A_clean_stop_loses_nothing_and_the_next_start_goes_on()
    {
        for (var start = 1; start <= 2; start++)
        {
            await using (var server = await DeploymentServer.Start(_directory.Path, options => options with { VerdictBeat = TimeSpan.FromHours(1) }))
                for (var i = 0; i < 50; i++) await server.Check($"http://site{i}.example/");
            using var store = WeirStore.Open(_directory.Path, TimeProvider.System);
            var totals = store.Verdicts.Totals();
            Assert.Equal((50 * start, 50 * start, 0, 0), (totals.Seen, totals.Kept, totals.Dropped, totals.Lost));
        }
    }

    [Fact]
    public async Task What_a_killed_process_had_taken_and_not_written_is_counted_by_the_next_start()
    {
        await using (var server = await DeploymentServer.Start(_directory.Path)) await server.Check("http://site.example/");
        // As if seven more had been taken when the process was killed: the mapped count is ahead of the store.
        await File.WriteAllBytesAsync(_directory.File("verdicts.tally"), BitConverter.GetBytes(8L), TestContext.Current.CancellationToken);
        await using var next = await DeploymentServer.Start(_directory.Path);
        Assert.True(await DeploymentServer.Until(() => Task.FromResult(next.Store.Verdicts.Totals().Lost == 7)));
        var stats = await next.Client.GetFromJsonAsync<JsonElement>("/v1/stats", TestContext.Current.CancellationToken);
        Assert.Equal(7, stats.GetProperty("history").GetProperty("lost").GetInt64());
    }

    [Fact]
    public async Task Only_the_share_that_was_asked_for_is_kept_and_the_rest_is_counted()
    {
        await using var server = await DeploymentServer.Start(_directory.Path, options => options with { Verdicts = new VerdictSettings { Share = 0.25 } });
        await server.Client.PostAsJsonAsync("/v1/check", new { subjects = Enumerable.Range(0, 400).Select(i => $"http://site{i}.example/") }, TestContext.Current.CancellationToken);
        Assert.True(await DeploymentServer.Until(() => Task.FromResult(server.Store.Verdicts.Totals() is { Seen: 400, Kept: >= 100 })));
        Assert.Equal((100, 0), (server.Store.Verdicts.Totals().Kept, server.Store.Verdicts.Totals().Dropped));
    }

    [Fact]
    public async Task A_flood_keeps_what_the_rate_allows_and_answers_all()
    {
        await using var server = await DeploymentServer.Start(_directory.Path, options => options with { Verdicts = new VerdictSettings { PerSecond = 10 } });
        var answer = await server.Client.PostAsJsonAsync("/v1/check", new { subjects = Enumerable.Range(0, 5000).Select(i => $"http://site{i}.example/") }, TestContext.Current.CancellationToken);
        Assert.Equal(5000, (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("verdicts").GetArrayLength());
        Assert.True(await DeploymentServer.Until(() => Task.FromResult(server.Store.Verdicts.Totals().Seen == 5000)));
        Assert.InRange(server.Store.Verdicts.Totals().Kept, 190, 1000);
    }

    [Fact]
    public async Task A_shadow_judges_live_subjects_and_answers_none()
    {
        await using var server = await DeploymentServer.Start(_directory.Path);
        Assert.True(new Deployer(server.Store, new DeploymentPlan()).Begin("v2", "shadow", "test").Done);
        Assert.True(await DeploymentServer.Until(async () =>
        {
            Assert.Equal("v1", await server.VersionFor("http://site.example/"));
            return server.Store.Deployments.Running()!.Counts.Seen >= 3;
        }));
        var running = server.Store.Deployments.Running()!;
        Assert.Equal((running.Counts.Seen, 0L, 0L), (running.Counts.Agreed, running.Counts.Faults, running.Counts.Raised));
        var pair = Assert.Single(server.Store.Deployments.Pairs(running.Id)).Value;
        Assert.Equal(pair.ChampionScore, pair.ChallengerScore);
        var shadow = await server.Client.GetFromJsonAsync<JsonElement>("/v1/models/shadow", TestContext.Current.CancellationToken);
        Assert.Equal("v2", shadow.GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_share_of_the_subjects_is_answered_by_the_challenger_and_the_verdict_names_it()
    {
        string[] subjects = [.. Enumerable.Range(0, 200).Select(i => $"http://site{i}.example/")];
        Dictionary<string, string> before = [];
        for (var start = 0; start < 2; start++)
        {
            await using var server = await DeploymentServer.Start(_directory.Path);
            if (start == 0) Assert.True(new Deployer(server.Store, new DeploymentPlan { Share = 0.3 }).Begin("v2", "ab", "test").Done);
            var share = new TrafficShare(server.Store.Deployments.Running()!.Id, 0.3);
            Assert.True(await DeploymentServer.Until(async () => await server.VersionFor(subjects.First(subject => share.Takes(subject))) == "v2"));
            var now = new Dictionary<string, string>();
            foreach (var subject in subjects) now[subject] = await server.VersionFor(subject);
            Assert.All(now, pair => Assert.Equal(share.Takes(pair.Key) ? "v2" : "v1", pair.Value));
            if (start == 1) Assert.Equal(before, now);
            before = now;
        }
    }
}
