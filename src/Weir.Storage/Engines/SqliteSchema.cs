using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Weir.Storage.Engines;

/// <summary>Brings a SQLite file to the schema of this version; the version stands in the head of the file.</summary>
internal sealed class SqliteSchema(SqliteConnection connection, string file)
{
    /// <summary>"Weir" in ASCII: marks the file as ours.</summary>
    private const long ApplicationId = 0x57656972;

    public void Apply()
    {
        foreach (var (number, text) in MigrationScripts.ForSqlite(Check())) Run(number, text);
    }

    /// <summary>Refuses a database that the scripts would have to change.</summary>
    public void NeedLatest()
    {
        if (Check() is var version && version < MigrationScripts.Latest)
            throw new StoreException($"The database '{file}' has schema {version}, older than this version of Weir ({MigrationScripts.Latest}), and cannot be written; "
                + "make the file and its directory writable once, so that it is brought up to date.");
    }

    private int Check()
    {
        var version = Version();
        var id = connection.ExecuteScalar<long>("PRAGMA application_id");
        if (id != ApplicationId && (id != 0 || version != 0 || HasTables()))
            throw new StoreException($"'{file}' is a database of another program; choose another directory with --data.");
        if (version > MigrationScripts.Latest)
            throw new StoreException($"The database '{file}' has schema {version}, from a newer version of Weir than this one "
                + $"(which knows {MigrationScripts.Latest}); install that version, or choose another directory with --data.");
        return version;
    }

    private int Version() => connection.ExecuteScalar<int>("PRAGMA user_version");

    private bool HasTables() => connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master") > 0;

    private void Run(int number, string text)
    {
        // Immediate: two processes that start at once must not both run the same script.
        using var transaction = SqliteTransaction.Begin(connection);
        if (Version() >= number) return;
        connection.Execute(text);
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {number}"));
        transaction.Commit();
    }
}
