using System.Data.Common;
using Dapper;
using Weir.Storage.Samples;

namespace Weir.Storage.Collecting;

/// <summary>Another machine that gathers, as the main one knows it.</summary>
public sealed record CollectorRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Since when it is expected.</summary>
    public DateTimeOffset KnownAt { get; init; }

    /// <summary>When it spoke last; null when it never has.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>When it last brought rows.</summary>
    public DateTimeOffset? RowsAt { get; init; }

    /// <summary>Rows that it brought.</summary>
    public long Rows { get; init; }

    /// <summary>Of those, subjects never seen before.</summary>
    public long Added { get; init; }

    /// <summary>Of those, rows that could not be read.</summary>
    public long Rejected { get; init; }
}

/// <summary>What became of a batch. Expected is the number of the batch that should come next.</summary>
/// <param name="IsTaken">Its rows are in the store, from this time or an earlier one.</param>
/// <param name="Expected">The next number.</param>
/// <param name="Added">Subjects never seen before; 0 when the batch was known.</param>
public sealed record TakenBatch(bool IsTaken, long Expected, long Added = 0);

/// <summary>Hand-overs of collectors. The number of a batch is kept in the transaction of its rows, so that each is taken once.</summary>
public sealed class CollectorStore
{
    private readonly Database _database;

    internal CollectorStore(Database database) => _database = database;

    /// <summary>Every collector by name.</summary>
    public IReadOnlyList<CollectorRecord> All() => _database.Read(connection => connection.Query<CollectorRecord>("""
        SELECT c.name, c.known_at AS KnownAt, c.heard_at AS HeardAt, max(o.rows_at) AS RowsAt,
          CAST(coalesce(sum(o.rows), 0) AS BIGINT) AS Rows, CAST(coalesce(sum(o.added), 0) AS BIGINT) AS Added, CAST(coalesce(sum(o.rejected), 0) AS BIGINT) AS Rejected
        FROM collectors c LEFT JOIN collector_outboxes o ON o.collector = c.name GROUP BY c.name, c.known_at, c.heard_at ORDER BY c.name
        """).AsList());

    /// <summary>Expects a collector from now on; nothing changes when it is expected already.</summary>
    public void Expect(string name) => _database.Write(connection => Know(connection, name));

    /// <summary>Hears a collector that has nothing to bring; the number of the batch that should come next.</summary>
    public long Hear(string name, string outbox) => _database.Write(connection =>
    {
        Heard(connection, name);
        return Last(connection, name, outbox) + 1;
    });

    /// <summary>Takes the next batch with all its rows, or none of them.</summary>
    public TakenBatch Take(string name, string outbox, long batch, IReadOnlyList<Observation> rows, int rejected) => _database.Write(connection =>
    {
        Heard(connection, name);
        var last = Last(connection, name, outbox);
        if (batch != last + 1) return new TakenBatch(batch <= last, last + 1);
        var added = Add(connection, rows);
        connection.Execute("""
            INSERT INTO collector_outboxes (collector, outbox, last_batch, rows, added, rejected, rows_at)
            VALUES (@name, @outbox, @batch, @count, @added, @rejected, @now)
            ON CONFLICT (collector, outbox) DO UPDATE SET last_batch = excluded.last_batch, rows = collector_outboxes.rows + excluded.rows,
              added = collector_outboxes.added + excluded.added, rejected = collector_outboxes.rejected + excluded.rejected, rows_at = excluded.rows_at
            """, new { name, outbox, batch, count = rows.Count + rejected, added, rejected, now = _database.Now });
        return new TakenBatch(true, batch + 1, added);
    });

    private long Add(DbConnection connection, IReadOnlyList<Observation> rows)
    {
        using var statements = new SampleStatements(connection, _database.Now.ToUnixTimeSeconds());
        var feeds = new Dictionary<string, long>(StringComparer.Ordinal);
        var added = 0L;
        foreach (var row in rows)
        {
            if (!feeds.TryGetValue(row.Feed, out var feed)) feeds[row.Feed] = feed = statements.FeedId(row.Feed);
            if (statements.Add(row, feed, 0) == AddOutcome.NewSample) added++;
        }

        return added;
    }

    private void Heard(DbConnection connection, string name)
    {
        Know(connection, name);
        connection.Execute("UPDATE collectors SET heard_at = @now WHERE name = @name", new { name, now = _database.Now });
    }

    private void Know(DbConnection connection, string name) => connection.Execute(
        "INSERT INTO collectors (name, known_at) VALUES (@name, @now) ON CONFLICT (name) DO NOTHING", new { name, now = _database.Now });

    private static long Last(DbConnection connection, string name, string outbox) => connection.ExecuteScalar<long?>(
        "SELECT last_batch FROM collector_outboxes WHERE collector = @name AND outbox = @outbox", new { name, outbox }) ?? 0;
}
