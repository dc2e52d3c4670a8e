using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Weir.Storage.Engines;

namespace Weir.Storage.Keeping;

/// <summary>The database as something that is kept: copied, examined, and made smaller. PostgreSQL does most of this by itself.</summary>
public sealed class DatabaseFile
{
    // About 32 MiB at a time: readers and writers wait for no longer than that takes.
    private const int PagesAtOnce = 8192;

    private const int Full = 13;
    private const int CannotOpen = 14;

    private readonly Database _database;

    internal DatabaseFile(Database database) => _database = database;

    /// <summary>The full path of the SQLite file, or the name and server of the PostgreSQL database.</summary>
    public string Path => _database.Engine.Name;

    /// <summary>Whether the database is a file of the data directory; else it is PostgreSQL, and its own tools save and restore it.</summary>
    public bool IsFile => _database.Engine is SqliteEngine;

    /// <summary>Whether nothing can be written: the file, its directory or its disk do not let this user.</summary>
    public bool IsReadOnly => _database.Engine.IsReadOnly;

    /// <summary>The program that keeps the database, with its version.</summary>
    public string Program => _database.Read(connection => IsFile
        ? "SQLite " + connection.ExecuteScalar<string>("SELECT sqlite_version()")
        : "PostgreSQL " + connection.ExecuteScalar<string>("SELECT current_setting('server_version')"));

    /// <summary>How much room the database takes, in bytes.</summary>
    public long Bytes => IsFile ? new FileInfo(Path).Length : _database.Read(connection => connection.ExecuteScalar<long>("SELECT pg_database_size(current_database())"));

    /// <summary>Writes one moment of the database to a new file, compact and whole, while others read and write.</summary>
    /// <exception cref="StoreException">It cannot be written, or the database is PostgreSQL.</exception>
    public void CopyTo(string file) => _database.Read(connection =>
    {
        NeedFile();
        try
        {
            return connection.Execute("VACUUM INTO @file", new { file });
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is CannotOpen or Full)
        {
            // It is the place of the copy that is full or closed, not that of the database.
            if (File.Exists(file + "-journal")) File.Delete(file + "-journal");
            throw SqliteFaults.From(fault, file);
        }
    });

    /// <summary>Gives the space of deleted rows back to the disk, in small steps, and shortens the log. Bytes that were freed.</summary>
    /// <remarks>PostgreSQL does so by itself (autovacuum).</remarks>
    public long Compact() => IsFile ? _database.Read(Compact) : 0;

    private static long Compact(DbConnection connection)
    {
        var page = connection.ExecuteScalar<long>("PRAGMA page_size");
        var before = connection.ExecuteScalar<long>("PRAGMA freelist_count");
        var free = before;
        while (free > 0)
        {
            // Every step of the statement frees one page, and it has no columns: the driver would stop after the first.
            raw.sqlite3_exec(((SqliteConnection)connection).Handle, $"PRAGMA incremental_vacuum({PagesAtOnce})");
            var left = connection.ExecuteScalar<long>("PRAGMA freelist_count");
            if (left >= free) break;
            free = left;
        }

        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return (before - free) * page;
    }

    /// <summary>The first damage that SQLite finds in the whole file, or null. PostgreSQL tells of damage when it reads it.</summary>
    public string? Damage() => !IsFile ? null : _database.Read(connection => connection.ExecuteScalar<string>("PRAGMA quick_check(1)") is var answer && answer == "ok" ? null : answer);

    /// <summary>When something was last written, by the clock of that moment; null in a new database.</summary>
    public DateTimeOffset? LastWrite() => _database.Read(connection => connection.ExecuteScalar<long?>("""
        SELECT max(at) FROM (SELECT max(at) AS at FROM audit UNION ALL SELECT max(updated_at) FROM cycles UNION ALL SELECT max(started_at) FROM imports
          UNION ALL SELECT max(created_at) FROM models) AS written
        """) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : (DateTimeOffset?)null);

    private void NeedFile()
    {
        if (IsFile) return;
        throw new StoreException($"The database is PostgreSQL ({Path}), which its own tools save: `pg_dump --format custom --file weir.dump NAME` with the host and user of your settings, "
            + "and a copy of the data directory (models, datasets, lists); docs/database.md shows both ways.");
    }

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
