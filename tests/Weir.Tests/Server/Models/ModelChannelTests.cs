using System.Net.Http.Json;
using System.Text.Json;
using Weir.Pipeline;
using Weir.Storage.Models;
using Weir.Tests.Pipeline;
using Weir.Tests.Server.Tables;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Models;

public sealed class ModelChannelTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Models_of_a_table_are_listed_shadowed_and_rolled_back_by_their_channel()
    {
        await using var server = await TablesUnderTest.Start();
        var store = server.Server.Store;
        var table = LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(400));
        new TableCycle(store, TableCycleTests.Quick).Run("board", Ct);
        var first = Models(store, table.ChannelNumber).Champion()!.Version;
        LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(400, seed: 9));
        new TableCycle(store, TableCycleTests.Quick).Run("board", Ct);
        var second = Models(store, table.ChannelNumber).Champion()!.Version;

        var (_, list) = await server.Get("/v1/models?channel=table:board");
        Assert.Equal((second, 2), (list.GetProperty("champion").GetString(), list.GetProperty("models").GetArrayLength()));
        Assert.Equal(0, (await server.Get("/v1/models")).Body.GetProperty("models").GetArrayLength());
        Assert.Equal(2, (await server.Get("/v1/models/history?channel=table:board")).Body.GetProperty("champions").GetArrayLength());
        Assert.Equal(0, (await server.Get("/v1/models/history?channel=url")).Body.GetProperty("steps").GetArrayLength());

        Assert.Equal(409, await Post("rollback", new { reason = "none there" }));
        Assert.Equal(200, await Post("rollback?channel=table:board", new { reason = "a trial" }));
        Assert.Equal(first, Models(store, table.ChannelNumber).Champion()!.Version);
        Assert.Equal(400, await Post("shadow", new { version = second, mode = "ab", share = 10, reason = "a trial" }));
        Assert.Equal(200, await Post("shadow", new { version = second, reason = "a trial" }));
        Assert.Equal(second, (await server.Get("/v1/models/shadow?channel=table:board")).Body.GetProperty("version").GetString());
        Assert.Equal(JsonValueKind.Null, (await server.Get("/v1/models/shadow")).Body.GetProperty("version").ValueKind);
        Assert.Equal(200, await Post("drop?channel=table:board", new { reason = "a trial" }));
        Assert.Equal((404, 400), ((await server.Get("/v1/models?channel=table:none")).Status, (await server.Get("/v1/models/shadow?channel=mail")).Status));

        async Task<int> Post(string path, object body)
        {
            using var answer = await server.Client.PostAsJsonAsync("/v1/models/" + path, body, Ct);
            return (int)answer.StatusCode;
        }
    }

    private static ModelStore Models(Weir.Storage.WeirStore store, int channel) => store.Models.On(channel);
}
