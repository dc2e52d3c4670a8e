using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Tracking;
using Weir.Pipeline.Training;
using Weir.Pipeline.Triggers;
using Weir.Server.Schedules;
using Weir.Server.Settings;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Schedules;

public sealed class LoopWiringTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_tick_learns_a_table_tells_mlflow_and_raises_an_alert_about_it()
    {
        await using var mlflow = await MlflowServer.Start();
        using var store = WeirStore.Open(_data.Path, TimeProvider.System);
        var table = LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, noise: 0.02));
        var options = new LearningOptions
        {
            Tables = new TableTrainingSettings { Budget = TimeSpan.FromSeconds(1) },
            Limits = new GateLimits { CalibrationError = 0.4, Microseconds = 1e6 },
            Mlflow = new MlflowSettings { Address = mlflow.Address },
        };
        using var loop = new LoopWiring(store, options, UrlCycle.Parts(ReferenceLists.Embedded, new UrlTrainingParameters(), TimeProvider.System), ReferenceLists.Embedded);
        await loop.TickAsync(TestContext.Current.CancellationToken);
        var champion = store.Models.On(table.ChannelNumber).Champion()!.Version;
        Assert.Equal("FINISHED", mlflow.Run(champion).Status);
        Assert.Equal("1", mlflow.Aliases["champion"]);
        Assert.Equal(champion, mlflow.Run(champion).Tags["weir.version"]);
        var alert = Assert.Single(store.Alerts.Open());
        Assert.Equal((FindingKind.Promoted, "table:board"), (alert.Kind, alert.Subject));
    }
}
