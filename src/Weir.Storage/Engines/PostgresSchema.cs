using Dapper;

namespace Weir.Storage.Engines;

/// <summary>Brings a PostgreSQL database to the schema of this version; the version is the one row of <c>weir_schema</c>.</summary>
internal sealed class PostgresSchema(PostgresConnection connection, string name)
{
    private const int OldestServer = 150000;

    public void Apply()
    {
        var version = Check();
        if (version == 0) Run(0, "CREATE TABLE IF NOT EXISTS weir_schema (one INTEGER PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL)");
        foreach (var (number, text) in MigrationScripts.ForPostgres((int)version)) Run(number, text);
    }

    private long Check()
    {
        var (server, text, encoding) = connection.QuerySingle<(int, string, string)>(
            "SELECT current_setting('server_version_num')::int, current_setting('server_version'), current_setting('server_encoding')");
        if (server < OldestServer)
            throw new StoreException($"The PostgreSQL server of '{name}' is version {text}, older than Weir needs ({OldestServer / 10000}); upgrade it, or leave DB_HOST out to keep everything in the data directory.");
        if (encoding != "UTF8")
            throw new StoreException($"The PostgreSQL database '{name}' is encoded in {encoding}, in which not every address can be kept; make one with `createdb --encoding UTF8 --template template0 NAME` and name it in DB_NAME.");
        var version = Version();
        if (version is null && connection.ExecuteScalar<long>("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") > 0)
            throw new StoreException($"The PostgreSQL database '{name}' holds tables of another program; make one for Weir with `createdb NAME` and name it in DB_NAME.");
        if (version > MigrationScripts.Latest)
            throw new StoreException($"The PostgreSQL database '{name}' has schema {version}, from a newer version of Weir than this one (which knows {MigrationScripts.Latest}); install that version, or name another database in DB_NAME.");
        return version ?? 0;
    }

    private long? Version() => connection.ExecuteScalar<bool>("SELECT to_regclass('weir_schema') IS NOT NULL")
        ? connection.ExecuteScalar<long?>("SELECT version FROM weir_schema") ?? 0
        : null;

    private void Run(int number, string text)
    {
        // The lock of writers: two processes that start at once must not both run the same script.
        using var transaction = PostgresTransaction.Begin(connection);
        if (Version() >= number && number > 0) return;
        connection.Execute(text);
        connection.Execute("INSERT INTO weir_schema (one, version) VALUES (1, @number) ON CONFLICT (one) DO UPDATE SET version = excluded.version", new { number });
        transaction.Commit();
    }
}
