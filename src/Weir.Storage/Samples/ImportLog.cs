using System.Data.Common;
using Dapper;

namespace Weir.Storage.Samples;

/// <summary>What was imported, and the lines that were refused.</summary>
public sealed class ImportLog
{
    private const string Columns =
        "id, file, sha256, started_at AS StartedAt, finished_at AS FinishedAt, read, added, duplicate, rejected, set_aside AS SetAside, outcome";

    private readonly Database _database;

    internal ImportLog(Database database) => _database = database;

    /// <summary>
    /// Begins a run over a file. The rejects of earlier runs over the same bytes are dropped: this run reports them again.
    /// </summary>
    public SampleWriter Begin(string file, string sha256)
    {
        return new SampleWriter(_database, _database.Write(connection => Insert(connection, file, sha256, _database.Now)));
    }

    /// <summary>The newest runs, newest first.</summary>
    public IReadOnlyList<ImportRecord> Recent(int count) => _database.Read(connection => connection.Query<ImportRecord>(
        $"SELECT {Columns} FROM imports ORDER BY id DESC LIMIT @count", new { count }).AsList());

    /// <summary>The refused records of a run by line; at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<Reject> Rejects(long importId, int limit = 1000) => _database.Read(connection => connection.Query<Reject>(
        "SELECT line, reason, text FROM rejects WHERE import_id = @importId ORDER BY line LIMIT @limit", new { importId, limit }).AsList());

    internal static long Insert(DbConnection connection, string file, string sha256, DateTimeOffset now)
    {
        connection.Execute("DELETE FROM rejects WHERE import_id IN (SELECT id FROM imports WHERE sha256 = @sha256)", new { sha256 });
        return connection.QuerySingle<long>("INSERT INTO imports (file, sha256, started_at) VALUES (@file, @sha256, @now) RETURNING id", new { file, sha256, now });
    }
}
