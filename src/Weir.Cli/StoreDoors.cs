using System.CommandLine;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Cli;

/// <summary>The way of every command to the store that the settings name.</summary>
internal static class StoreDoors
{
    /// <summary>Where the store is: the data directory, and the PostgreSQL server when one is set.</summary>
    public static StoreAddress Store(this ParseResult parsed) => DatabaseSettings.Of(parsed.DataDirectory());

    /// <summary>Opens the store of a data directory that is there, to read it or to change what it holds: a name that was mistyped must not become a directory.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="maker">The command that makes one with what is asked for.</param>
    /// <exception cref="CliError">There is no such directory.</exception>
    public static WeirStore OpenStore(this ParseResult parsed, string maker = "weir import")
    {
        var address = parsed.Store();
        if (address.Server is null && !Directory.Exists(address.DataDirectory))
            throw new CliError($"there is no data directory at {address.DataDirectory}; name another with --data or WEIR_DATA, or let `weir serve` or `{maker}` make this one.");
        return WeirStore.Open(address, TimeProvider.System);
    }

    /// <summary>The tenant that an option names: what is kept for a name that nobody has would be seen by nobody.</summary>
    /// <exception cref="CliError">There is no such tenant.</exception>
    public static string TenantOf(this ParseResult parsed, Option<string> option, WeirStore store)
    {
        var name = parsed.GetValue(option)!;
        return store.Tenants.Find(name) is not null ? name : throw CliError.Usage($"no tenant is called '{CliError.OneLine(name)}'; `weir tenants list` names them, `weir tenants add` makes one.");
    }

    /// <summary>Opens the store for a command that puts something into it; makes the one of a data directory when there is none.</summary>
    public static WeirStore MakeStore(this ParseResult parsed) => WeirStore.Open(parsed.Store(), TimeProvider.System);
}
