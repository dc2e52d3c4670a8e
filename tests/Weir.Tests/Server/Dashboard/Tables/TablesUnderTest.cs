using Weir.Tests.Support;

namespace Weir.Tests.Server.Dashboard.Tables;

/// <summary>A server with a table.</summary>
internal static class TablesUnderTest
{
    public const string Hostile = "<script>alert(1)</script>\u202Egnp";

    /// <summary>A server over a store with a board of so many rows.</summary>
    public static async Task<ServerUnderTest> Start(int rows = 300)
    {
        var server = await ServerUnderTest.StartWithStore(change: options => options with { Jobs = options.Jobs with { LeastFreeMiB = 0 } });
        if (rows > 0) LoadedTables.Load(server.Store, "board", LoadedTables.Board, LoadedTables.BoardRows(rows));
        return server;
    }
}
