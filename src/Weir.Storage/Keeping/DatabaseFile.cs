using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Weir.Storage.Keeping;

/// <summary>The database as a file that is kept: copied, examined, and made smaller.</summary>
public sealed class DatabaseFile
{
    // About 32 MiB at a time: readers and writers wait for no longer than that takes.
    private const int PagesAtOnce = 8192;

    private const int Full = 13;
    private const int CannotOpen = 14;

    private readonly Database _database;

    internal DatabaseFile(Database database) => _database = database;

    /// <summary>The full path of the database.</summary>
    public string Path => _database.File;

    /// <summary>Writes one moment of the database to a new file, compact and whole, while others read and write.</summary>
    public void CopyTo(string file) => _database.Read(connection =>
    {
        try
        {
            return connection.Execute("VACUUM INTO @file", new { file });
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is CannotOpen or Full)
        {
            // It is the place of the copy that is full or closed, not that of the database.
            if (File.Exists(file + "-journal")) File.Delete(file + "-journal");
            throw StoreFaults.From(fault, file);
        }
    });

    /// <summary>Gives the space of deleted rows back to the disk, in small steps, and shortens the log. Bytes that were freed.</summary>
    public long Compact() => _database.Read(connection =>
    {
        var page = connection.ExecuteScalar<long>("PRAGMA page_size");
        var before = connection.ExecuteScalar<long>("PRAGMA freelist_count");
        var free = before;
        while (free > 0)
        {
            // Every step of the statement frees one page, and it has no columns: the driver would stop after the first.
            raw.sqlite3_exec(connection.Handle, $"PRAGMA incremental_vacuum({PagesAtOnce})");
            var left = connection.ExecuteScalar<long>("PRAGMA freelist_count");
            if (left >= free) break;
            free = left;
        }

        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return (before - free) * page;
    });

    /// <summary>The first damage that SQLite finds in the whole file, or null.</summary>
    public string? Damage() => _database.Read(connection => connection.ExecuteScalar<string>("PRAGMA quick_check(1)") is var answer && answer == "ok" ? null : answer);

    /// <summary>When something was last written, by the clock of that moment; null in a new database.</summary>
    public DateTimeOffset? LastWrite() => _database.Read(connection => connection.ExecuteScalar<long?>("""
        SELECT max(at) FROM (SELECT max(at) AS at FROM audit UNION ALL SELECT max(updated_at) FROM cycles UNION ALL SELECT max(started_at) FROM imports
          UNION ALL SELECT max(created_at) FROM models)
        """) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : (DateTimeOffset?)null);

    /// <summary>Whether another program holds this database file open. A file that is damaged or missing is not in use.</summary>
    public static bool IsInUse(string dataDirectory)
    {
        var file = System.IO.Path.Combine(dataDirectory, WeirStore.FileName);
        if (!File.Exists(file)) return false;
        var options = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 1 };
        try
        {
            using var connection = new SqliteConnection(options.ToString());
            connection.Open();
            // Leaving the log mode needs the file for itself; whoever opens it next goes back to it.
            return connection.ExecuteScalar<string>("PRAGMA journal_mode = DELETE") == "wal";
        }
        catch (SqliteException fault)
        {
            return fault.SqliteErrorCode is 5 or 6;
        }
    }
}
