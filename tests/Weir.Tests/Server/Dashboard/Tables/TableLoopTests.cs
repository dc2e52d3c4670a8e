using Weir.Pipeline;
using Weir.Tests.Pipeline;
using Weir.Tests.Server.Dashboard.Lists;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Tables;

public sealed class TableLoopTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_of_a_table_tells_of_its_cycles_and_switches_the_loop()
    {
        await using var server = await TablesUnderTest.Start(rows: 0);
        LoadedTables.Load(server.Store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        Assert.Contains("No cycle has run yet.", await server.Client.GetStringAsync("/tables/board", Ct), StringComparison.Ordinal);
        new TableLearnStation(server.Store, new(), (name, ct) => new TableCycle(server.Store, TableCycleTests.Quick).Run(name, ct)).Run(Ct);
        var page = await server.Client.GetStringAsync("/tables/board", Ct);
        Assert.Contains("Nothing has been learned from board yet, and 400 rows wait.", page, StringComparison.Ordinal);
        Assert.Contains("is the champion: all gates passed.", page, StringComparison.Ordinal);
        await ListsPageTests.Send(server, "/tables/board", "loop");
        Assert.False(server.Store.Tables.Find("board")!.Trains);
        Assert.Contains("only people train it", await server.Client.GetStringAsync("/tables/board", Ct), StringComparison.Ordinal);
        await ListsPageTests.Send(server, "/tables/board", "loop");
        Assert.True(server.Store.Tables.Find("board")!.Trains);
        using var viewer = await BrowserLike.Of(server, "viewer");
        Assert.DoesNotContain("Leave it to people", await viewer.Open("/tables/board"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_keeps_the_loop_from_all_tables_is_told()
    {
        await using var server = await TablesUnderTest.Start(rows: 60);
        Assert.DoesNotContain("The setting Tables:Train", await server.Client.GetStringAsync("/tables/board", Ct), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(server.Store.DataDirectory, "weir.json"), """{"Tables":{"Train":false}}""", Ct);
        Assert.Contains("The setting Tables:Train keeps the loop from training any table.", await server.Client.GetStringAsync("/tables/board", Ct), StringComparison.Ordinal);
    }
}
