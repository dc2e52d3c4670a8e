using System.Text;
using Weir.Learning.Numerics;
using Weir.Pipeline;
using Weir.Pipeline.Tracking;
using Weir.Storage.Models;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tracking;

public abstract class MlflowSyncTests(StoreKind kind) : StoreTests(kind)
{
    private const string Report = """{"model":"v1","rows":1000,"rocAuc":{"value":0.97,"low":0.96,"high":0.98},"atSuspicious":{"accuracy":0.93,"f1":0.9},"ece":null,"slices":[{"kind":"month","name":"2025-01","rows":3}]}""";
    private const string Gates = """[{"name":"accuracy","passed":true,"measured":0.93,"limit":0.75,"sentence":"fine"}]""";


    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_training_becomes_a_run_a_version_and_an_alias()
    {
        await using var server = await MlflowServer.Start();
        Cycle("v1");
        var round = await Send(server.Address);
        Assert.Equal((4, 0L, null), (round.Told, round.Waiting, round.Trouble));
        var run = server.Run("v1");
        Assert.Equal(("FINISHED", "cycle-1", "promoted", "passed"), (run.Status, run.Tags["weir.cycle"], run.Tags["weir.outcome"], run.Tags["weir.gates"]));
        Assert.Equal(("0.1", "hash-v1"), (run.Params["rate"], run.Params["dataset"]));
        Assert.Equal((0.97, 0.93, 0.93, 1), (run.Metrics["rocAuc"], run.Metrics["atSuspicious.accuracy"], run.Metrics["gate.accuracy.measured"], run.Metrics["gate.accuracy.passed"]));
        Assert.Equal("bytes of v1", Encoding.UTF8.GetString(server.Files[$"1/{run.Id}/artifacts/model/v1.weir"]));
        Assert.Equal(Report, Encoding.UTF8.GetString(server.Files[$"1/{run.Id}/artifacts/report.json"]));
        var version = Assert.Single(server.Models["weir-url"]);
        Assert.Equal((run.Id, run.Artifacts + "/model"), (version.RunId, version.Source));
        Assert.Equal(["challenger=v1", "champion=v1", "challenger="], server.AliasChanges);
    }

    [Fact]
    public async Task Promotions_and_rollbacks_move_the_alias_and_leave_the_reason()
    {
        await using var server = await MlflowServer.Start();
        Cycle("v1");
        Cycle("v2");
        Store.Models.Rollback("watch", "false alarms rose");
        await Send(server.Address);
        Assert.Equal(["challenger=v1", "champion=v1", "challenger=", "challenger=v2", "champion=v2", "challenger=", "champion=v1"], server.AliasChanges);
        Assert.Equal("2025-06-01T12:02:00Z by watch: false alarms rose", server.Models["weir-url"][1].Tags["weir.rolled-back"]);
    }

    [Fact]
    public async Task A_failed_training_is_a_failed_run_and_a_skipped_one_is_none()
    {
        await using var server = await MlflowServer.Start();
        Store.Cycles.Finish(Store.Cycles.Begin().Id, "skipped", "nothing new");
        Store.Cycles.Finish(Store.Cycles.Begin().Id, "failed", "the disk is full");
        await Send(server.Address);
        var run = Assert.Single(server.Runs);
        Assert.Equal(("cycle-2", "FAILED", "the disk is full"), (run.Name, run.Status, run.Tags["weir.reason"]));
    }

    [Fact]
    public async Task An_hour_of_errors_loses_nothing_and_tells_nothing_twice()
    {
        await using var server = await MlflowServer.Start();
        server.Before = _ => new Answered(500, "boom");
        for (var minute = 0; minute < 60; minute++, Time.Advance(TimeSpan.FromMinutes(1)))
        {
            if (minute % 20 == 0) Cycle($"v{minute / 20 + 1}");
            var round = await Send(server.Address);
            Assert.Equal(0, round.Told);
            Assert.Equal($"MLflow at {server.Address.ToString().TrimEnd('/')} answered 500 to mlflow/experiments/get-by-name: it has trouble. Learning goes on, and what it misses is told later.", round.Trouble);
        }

        Assert.InRange(server.Web.All.Count, 5, 10);
        server.Before = _ => null;
        for (var minute = 0; minute < 30; minute++, Time.Advance(TimeSpan.FromMinutes(1))) await Send(server.Address);
        Assert.Equal(["v1", "v2", "v3"], server.Runs.Select(run => run.Name));
        Assert.Equal(["challenger=v1", "champion=v1", "challenger=", "challenger=v2", "champion=v2", "challenger=", "challenger=v3", "champion=v3", "challenger="], server.AliasChanges);
        Assert.All(server.Runs, run => Assert.Equal("FINISHED", run.Status));
        Assert.Equal((0, 0L, null), (await Send(server.Address)) is var rest ? (rest.Told, rest.Waiting, rest.Trouble) : default);
    }

    [Fact]
    public async Task Answers_that_are_lost_make_nothing_twice()
    {
        await using var server = await MlflowServer.Start();
        var chance = new Xoshiro256(7);
        // A third of the calls is done and the answer lost.
        server.After = _ => chance.NextInt(3) == 0 ? new Answered(502, "") : null;
        Cycle("v1");
        for (var round = 0; round < 500 && Store.Tracking.Waiting(server.Address.GetLeftPart(UriPartial.Path).TrimEnd('/')) > 0; round++, Time.Advance(TimeSpan.FromHours(1))) await Send(server.Address);
        Assert.Single(server.Runs);
        Assert.Single(server.Models["weir-url"]);
        Assert.Equal(("1", "FINISHED"), (server.Aliases["champion"], server.Run("v1").Status));
    }

    [Fact]
    public async Task A_step_that_is_refused_for_good_lets_the_others_pass()
    {
        await using var server = await MlflowServer.Start();
        server.Before = got => got.Path.EndsWith("log-batch", StringComparison.Ordinal) && got.Text.Contains("\"rate\"", StringComparison.Ordinal) ? new Answered(400, """{"error_code":"INVALID_PARAMETER_VALUE","message":"no"}""") : null;
        Cycle("v1");
        var first = await Send(server.Address);
        Assert.Contains("answered 400 to mlflow/runs/log-batch (no): it does not take this.", first.Trouble, StringComparison.Ordinal);
        for (var round = 0; round < 10; round++, Time.Advance(TimeSpan.FromHours(1))) await Send(server.Address);
        Assert.Equal("1", server.Aliases["champion"]);
    }

    [Fact]
    public async Task Credentials_are_sent_and_never_told()
    {
        await using var server = await MlflowServer.Start();
        server.Before = got => got.Headers.GetValueOrDefault("authorization") == "Basic " + Convert.ToBase64String("ann:s3cretpass"u8) ? null : new Answered(401, """{"message":"who is s3cretpass?"}""");
        Cycle("v1");
        var settings = new MlflowSettings { Address = server.Address, Username = "ann", Password = "s3cretpass", Mask = SecretMask.Of("s3cretpass", "other") };
        var refused = await Send(settings with { Password = "other" });
        Assert.Contains("answered 401 to mlflow/experiments/get-by-name (who is ***?): check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.", refused.Trouble, StringComparison.Ordinal);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(4, (await Send(settings)).Told);
        server.Before = got => got.Headers["authorization"] == "Bearer t0ken" ? null : new Answered(401);
        Cycle("v2");
        Assert.Equal(4, (await Send(new MlflowSettings { Address = server.Address, Token = "t0ken" })).Told);
    }

    [Fact]
    public async Task A_server_that_is_none_or_away_is_told_as_such()
    {
        Cycle("v1");
        var port = SmtpServer.FreePort();
        Assert.Equal($"MLflow at http://127.0.0.1:{port} cannot be told: it refuses connections; check that it runs and the port is right. Learning goes on, and what it misses is told later.",
            (await Send(new Uri($"http://127.0.0.1:{port}/"))).Trouble);
        await using var web = await WebhookServer.Start();
        web.Answer = _ => new Answered(200, "<html>hello</html>");
        Assert.Contains("answered what is no JSON; check that Mlflow:Uri (MLFLOW_TRACKING_URI) is an MLflow server.", (await Send(web.Address)).Trouble, StringComparison.Ordinal);
        await using var odd = await WebhookServer.Start();
        odd.Answer = _ => new Answered(200, """{"experiment": 7}""");
        Assert.Contains("answered what its documentation does not say", (await Send(odd.Address)).Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_nothing_is_told()
    {
        Cycle("v1");
        Assert.Equal(new TrackingRound(0, 0, null), await Send(new MlflowSettings()));
    }

    [Fact]
    public void Settings_are_checked()
    {
        var faults = new List<string>();
        MlflowSettings.From(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Mlflow:Uri"] = "http://ann:pass@127.0.0.1/", ["Mlflow:Tokn"] = "x" }, faults);
        Assert.Equal(2, faults.Count);
        Assert.DoesNotContain("pass@", string.Concat(faults), StringComparison.Ordinal);
    }

    // What a cycle leaves in the store when it promoted its challenger.
    private void Cycle(string version)
    {
        var cycle = Store.Cycles.Begin();
        Place.Write(version + ".weir", "bytes of " + version);
        Store.Models.Add(new ModelVersion { Version = version, Origin = "cycle", Sha256 = new string('a', 64), File = version + ".weir", Schema = "url-1", DatasetHash = "hash-" + version, Parameters = """{"rate":0.1}""" }, "loop");
        Store.Models.Judge(version, Report, Gates, true, new string('a', 64), "all gates passed", "loop");
        Store.Models.Promote(version, "loop", "better");
        Store.Cycles.Advance(cycle with { Stage = "gated", Challenger = version });
        Store.Cycles.Finish(cycle.Id, "promoted", "better");
        Time.Advance(TimeSpan.FromMinutes(1));
    }

    private Task<TrackingRound> Send(Uri address) => Send(new MlflowSettings { Address = address });

    private async Task<TrackingRound> Send(MlflowSettings settings)
    {
        using var sync = new MlflowSync(Store, settings);
        return await sync.SendDueAsync(Ct);
    }
}

public sealed class MlflowSyncOnSqlite() : MlflowSyncTests(StoreKind.Sqlite);

public sealed class MlflowSyncOnPostgres() : MlflowSyncTests(StoreKind.Postgres);
