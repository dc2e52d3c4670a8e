using Dapper;

namespace Weir.Storage.Models;

/// <summary>An immutable dataset snapshot; the window holds the dated rows, the file is relative to the data directory.</summary>
public sealed record DatasetRecord
{
    /// <summary>SHA-256 over the sorted canonical rows, lower-case hex: the same rows have the same hash.</summary>
    public required string Hash { get; init; }

    /// <summary>When the snapshot was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The earliest dated row.</summary>
    public DateTimeOffset? WindowFrom { get; init; }

    /// <summary>The latest dated row.</summary>
    public DateTimeOffset? WindowTo { get; init; }

    /// <summary>All rows.</summary>
    public long Rows { get; init; }

    /// <summary>Rows labelled phishing.</summary>
    public long Phishing { get; init; }

    /// <summary>Rows to train on.</summary>
    public long Train { get; init; }

    /// <summary>Rows to fit calibrator and thresholds on.</summary>
    public long Calibrate { get; init; }

    /// <summary>Rows to judge on.</summary>
    public long Test { get; init; }

    /// <summary>The file of the rows, relative to the data directory.</summary>
    public required string File { get; init; }
}

/// <summary>The dataset snapshots.</summary>
public sealed class DatasetLog
{
    private const string Columns =
        "hash, created_at AS CreatedAt, window_from AS WindowFrom, window_to AS WindowTo, rows, phishing, train, calibrate, test, file";

    private readonly Database _database;

    internal DatasetLog(Database database) => _database = database;

    /// <summary>Keeps a snapshot; one with this hash that is already kept stays as it is.</summary>
    public void Add(DatasetRecord dataset) => _database.Write(connection =>
    {
        connection.Execute("""
            INSERT INTO datasets (hash, created_at, window_from, window_to, rows, phishing, train, calibrate, test, file)
            VALUES (@Hash, @CreatedAt, @WindowFrom, @WindowTo, @Rows, @Phishing, @Train, @Calibrate, @Test, @File)
            ON CONFLICT (hash) DO NOTHING
            """, dataset with { CreatedAt = _database.Now });
    });

    /// <summary>The snapshot with this hash, or null.</summary>
    public DatasetRecord? Find(string hash) => _database.Read(connection => connection.QuerySingleOrDefault<DatasetRecord>(
        $"SELECT {Columns} FROM datasets WHERE hash = @hash", new { hash }));

    /// <summary>The newest snapshot, or null.</summary>
    public DatasetRecord? Latest() => _database.Read(connection => connection.QueryFirstOrDefault<DatasetRecord>(
        $"SELECT {Columns} FROM datasets ORDER BY created_at DESC, hash LIMIT 1"));

    /// <summary>All snapshots, newest first.</summary>
    public IReadOnlyList<DatasetRecord> All() => _database.Read(connection => connection.Query<DatasetRecord>(
        $"SELECT {Columns} FROM datasets ORDER BY created_at DESC, hash").AsList());
}
