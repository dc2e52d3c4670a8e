using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Weir.Storage.Engines;

/// <summary>Turns what PostgreSQL and the way to it report into sentences for the person who runs Weir. None holds the password.</summary>
internal static class PostgresFaults
{
    public static StoreException From(DbException fault, PostgresAddress address) => new(fault switch
    {
        PostgresException told => Told(told, address),
        { InnerException: SocketException or TimeoutException or IOException } => Unreachable(address, fault.InnerException!),
        NpgsqlException when address.Password is not { Length: > 0 } && fault.Message.Contains("password", StringComparison.OrdinalIgnoreCase) =>
            $"PostgreSQL at {address.Host}:{address.Port} asks for a password of the user '{address.User}'; set DB_PASSWORD.",
        _ => $"PostgreSQL at {address.Host}:{address.Port} cannot be used ({fault.Message.TrimEnd('.')}); check DB_HOST, DB_PORT, DB_USER, DB_PASSWORD and Database:Ssl.",
    }, fault)
    { IsFull = fault.SqlState == PostgresErrorCodes.DiskFull };

    private static string Told(PostgresException fault, PostgresAddress address) => fault.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"PostgreSQL at {address.Host}:{address.Port} does not let the user '{address.User}' in ({fault.MessageText}); set DB_USER and DB_PASSWORD, and let pg_hba.conf take them from here.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"PostgreSQL at {address.Host}:{address.Port} has no database '{address.Name}'; make it with `createdb --host {address.Host} --port {address.Port} --owner {address.User} --encoding UTF8 --template template0 {address.Name}`.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"The user '{address.User}' may not do this in the PostgreSQL database '{address}' ({fault.MessageText}); make the user its owner (`ALTER DATABASE {address.Name} OWNER TO {address.User}`).",
        PostgresErrorCodes.LockNotAvailable =>
            $"The database '{address}' is locked by another process; wait until that is done, or stop it, and try again.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            $"The database '{address}' cannot be written (it is a standby or read-only); name the primary server in DB_HOST.",
        PostgresErrorCodes.TooManyConnections =>
            $"PostgreSQL at {address.Host}:{address.Port} takes no more connections; raise its max_connections, or stop what uses them.",
        PostgresErrorCodes.DiskFull =>
            $"The disk of the PostgreSQL server at {address.Host}:{address.Port} is full; free some space there and run the command again: what was committed is kept.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            $"PostgreSQL at {address.Host}:{address.Port} is stopping or starting; try again when it is up.",
        PostgresErrorCodes.UndefinedTable =>
            $"The database '{address}' has lost a table ({fault.MessageText}); bring a dump of it back (docs/database.md), or name another database in DB_NAME.",
        PostgresErrorCodes.ProgramLimitExceeded =>
            $"The database '{address}' cannot keep a value of this length ({fault.MessageText}); shorten it.",
        _ => $"The database '{address}' refused the request ({fault.MessageText}).",
    };

    private static string Unreachable(PostgresAddress address, Exception cause) =>
        $"PostgreSQL at {address.Host}:{address.Port} cannot be reached ({cause.Message.TrimEnd('.')}); start it, or set DB_HOST and DB_PORT. Without DB_HOST everything is kept in the data directory.";
}
