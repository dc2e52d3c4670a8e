using System.Text;
using Weir.Pipeline;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Tables.Training;
using Weir.Pipeline.Tracking;
using Weir.Storage.Models;
using Weir.Tests.Pipeline.Tables.Training;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class TableStoryTests(StoreKind kind) : StoreTests(kind)
{
    private static readonly TableCycleOptions Quick = new()
    {
        Training = TableTrainerTests.Quick with { Candidates = features => [.. TableTrainerTests.Quick.Candidates(features).Take(3)] },
        Limits = new GateLimits { CalibrationError = 0.3, Microseconds = 1e6 },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_training_of_a_table_becomes_a_run_with_its_candidates_and_a_version_of_its_own_model()
    {
        await using var server = await MlflowServer.Start();
        var (version, report) = Train();
        Assert.Equal((4, 0L, null), await Send(server.Address) is var round ? (round.Told, round.Waiting, round.Trouble) : default);
        var run = server.Run(version);
        Assert.Equal(("FINISHED", "cycle-1", "promoted", "passed"), (run.Status, run.Tags["weir.cycle"], run.Tags["weir.outcome"], run.Tags["weir.gates"]));
        Assert.Equal(("board", report.Winner, "600"), (run.Params["table"], run.Params["winner"], run.Params["rows"]));
        Assert.Equal((report.Test!.Accuracy.Value, report.Test.RocAuc.Low), (run.Metrics["test.accuracy"], run.Metrics["test.auc.low"]));
        Assert.Equal(report.Candidates[0].Mean.Mean, run.Metrics["cv.mean"]);
        foreach (var family in report.Candidates.GroupBy(one => one.Family)) Assert.Equal(family.MaxBy(one => one.Mean.Mean)!.Auc.Mean, run.Metrics[$"cv.{family.Key}.auc"]);
        Assert.Equal(report.Importance[0].AucLoss, run.Metrics["importance." + report.Importance[0].Column]);
        Assert.Equal(1, run.Metrics["gate.accuracy.passed"]);
        var files = $"1/{run.Id}/artifacts/";
        Assert.Equal(report.Candidates.Count + report.FirstRound.Count + 1, Encoding.UTF8.GetString(server.Files[files + "candidates.csv"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("board", TableReport.FromJson(Encoding.UTF8.GetString(server.Files[files + "training.json"]))!.Table);
        Assert.NotEmpty(server.Files[files + $"model/{version}.weir"]);
        Assert.Equal(run.Id, Assert.Single(server.Models["weir-table-board"]).RunId);
        Assert.False(server.Models.ContainsKey("weir-url"));
    }

    [Fact]
    public async Task A_server_that_is_away_costs_the_training_nothing_and_is_told_later()
    {
        await using var server = await MlflowServer.Start();
        server.Before = _ => new Answered(503, "");
        var (version, _) = Train();
        Assert.Equal(version, Store.Models.On(Store.Tables.Find("board")!.ChannelNumber).Champion()!.Version);
        Assert.Equal((0, 4L), await Send(server.Address) is var round ? (round.Told, round.Waiting) : default);
        server.Before = _ => null;
        Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(4, (await Send(server.Address)).Told);
        Assert.Equal("FINISHED", server.Run(version).Status);
    }

    [Fact]
    public void Models_of_addresses_and_those_without_a_report_are_told_as_they_are()
    {
        LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(60));
        var (story, table) = (TableStory.Of(Store), Store.Tables.Find("board")!);
        var model = new ModelVersion { Version = "v", Origin = "import", Sha256 = "", File = "", Schema = "", Parameters = "{}" };
        Assert.Null(story(model));
        Assert.Equal("board", story(model with { Channel = table.ChannelNumber })!.Model);
        Assert.Equal("99", story(model with { Channel = 99 })!.Model);
    }

    private (string Version, TableReport Report) Train()
    {
        var table = LoadedTables.Load(Store, "board", LoadedTables.Board, LoadedTables.BoardRows(600));
        Assert.Equal("promoted", new TableCycle(Store, Quick).Run("board", Ct).Outcome);
        var model = Store.Models.On(table.ChannelNumber).All()[0];
        return (model.Version, TableReport.FromJson(model.Parameters)!);
    }

    private async Task<TrackingRound> Send(Uri address)
    {
        using var sync = new MlflowSync(Store, new MlflowSettings { Address = address }, TableStory.Of(Store));
        return await sync.SendDueAsync(Ct);
    }
}

public sealed class TableStoryOnSqlite() : TableStoryTests(StoreKind.Sqlite);

public sealed class TableStoryOnPostgres() : TableStoryTests(StoreKind.Postgres);
