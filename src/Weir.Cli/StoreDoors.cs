using System.CommandLine;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Cli;

/// <summary>The way of every command to the store that the settings name.</summary>
internal static class StoreDoors
{
    /// <summary>Where the store is: the data directory, and the PostgreSQL server when one is set.</summary>
    public static StoreAddress Store(this ParseResult parsed) => DatabaseSettings.Of(parsed.DataDirectory());

    /// <summary>Opens the store; makes the one of a data directory when there is none.</summary>
    public static WeirStore OpenStore(this ParseResult parsed) => WeirStore.Open(parsed.Store(), TimeProvider.System);
}
