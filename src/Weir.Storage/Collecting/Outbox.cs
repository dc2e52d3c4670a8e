using System.Data.Common;
using Dapper;

namespace Weir.Storage.Collecting;

/// <summary>Consecutive rows of the outbox under a number; number and bounds never change.</summary>
public sealed record OutboxBatch
{
    /// <summary>From 1, without gaps.</summary>
    public long Number { get; init; }

    /// <summary>The first row.</summary>
    public long FirstId { get; init; }

    /// <summary>The last row.</summary>
    public long LastId { get; init; }

    /// <summary>When it was put together.</summary>
    public DateTimeOffset MadeAt { get; init; }
}

/// <summary>A statement as it is handed over; the receiver reads the subject anew.</summary>
public sealed record HandedRow
{
    /// <summary>The feed that states it.</summary>
    public string Feed { get; init; } = "";

    /// <summary>The subject as collected.</summary>
    public string Subject { get; init; } = "";

    /// <summary>True = phishing.</summary>
    public bool IsPhishing { get; init; }

    /// <summary>Unix seconds; 0 = not stated.</summary>
    public long SeenAt { get; init; }

    /// <summary>The brand that is imitated; null when not stated.</summary>
    public string? Target { get; init; }
}

/// <summary>What a collector has gathered and not yet handed over. Rows enter in the transaction of the observation itself.</summary>
public sealed class Outbox
{
    private readonly Database _database;

    internal Outbox(Database database) => _database = database;

    /// <summary>The name of the outbox; the first call makes it and puts in what the store knows already.</summary>
    public string Open() => _database.Write(connection =>
        connection.QuerySingleOrDefault<string>("SELECT name FROM outbox_name") is { } known ? known : Fill(connection));

    /// <summary>Hands everything over anew, under another name: receiver and outbox no longer know the same. The receiver adds nothing twice.</summary>
    public string StartOver() => _database.Write(connection =>
    {
        connection.Execute("DELETE FROM outbox_name; DELETE FROM outbox_batches; DELETE FROM outbox;");
        return Fill(connection);
    });

    /// <summary>
    /// The oldest batch that was not acknowledged; a new one within these bounds when all were; null when nothing waits. The bound in
    /// characters counts subjects and may be passed by one of them.
    /// </summary>
    public OutboxBatch? Next(int mostRows, int mostCharacters) => _database.Write(connection =>
    {
        if (Waiting(connection) is { } waiting) return waiting;
        var last = connection.QuerySingle<(long Number, long Id)>("SELECT coalesce(max(number), 0), coalesce(max(last_id), 0) FROM outbox_batches");
        var rows = connection.Query<(long Id, long Length)>(
            "SELECT b.id, length(s.subject) FROM outbox b JOIN samples s ON s.id = b.sample_id WHERE b.id > @Id ORDER BY b.id LIMIT @mostRows", new { last.Id, mostRows }).AsList();
        if (rows.Count == 0) return null;
        var (end, characters) = (0, rows[0].Length);
        while (end + 1 < rows.Count && (characters += rows[end + 1].Length) <= mostCharacters) end++;
        var batch = new OutboxBatch { Number = last.Number + 1, FirstId = rows[0].Id, LastId = rows[end].Id, MadeAt = _database.Now };
        connection.Execute("INSERT INTO outbox_batches (number, first_id, last_id, made_at) VALUES (@Number, @FirstId, @LastId, @MadeAt)", batch);
        return batch;
    });

    /// <summary>The rows of a batch, always the same.</summary>
    public IReadOnlyList<HandedRow> Rows(OutboxBatch batch) => _database.Read(connection => connection.Query<HandedRow>("""
        SELECT f.name AS Feed, s.subject AS Subject, b.claim AS IsPhishing, b.seen_at AS SeenAt, o.target AS Target
        FROM outbox b JOIN samples s ON s.id = b.sample_id JOIN feeds f ON f.id = b.feed_id
        LEFT JOIN observations o ON o.sample_id = b.sample_id AND o.feed_id = b.feed_id AND o.claim = b.claim AND o.seen_at = b.seen_at
        WHERE b.id BETWEEN @FirstId AND @LastId ORDER BY b.id
        """, batch).AsList());

    /// <summary>Everything up to this batch has arrived.</summary>
    public void Acknowledge(long number) => _database.Write(connection =>
        connection.Execute("UPDATE outbox_batches SET acked_at = @now WHERE number <= @number AND acked_at IS NULL", new { number, now = _database.Now }));

    /// <summary>The number of the newest batch, 0 before the first.</summary>
    public long LastNumber() => _database.Read(connection => connection.ExecuteScalar<long?>("SELECT max(number) FROM outbox_batches") ?? 0);

    /// <summary>The receiver lost what came from this batch on (it was put back from a copy); false when those rows are no longer kept.</summary>
    public bool GoBack(long number) => _database.Write(connection =>
    {
        if (connection.ExecuteScalar<long>("SELECT count(*) FROM outbox_batches WHERE number = @number", new { number }) == 0) return false;
        connection.Execute("UPDATE outbox_batches SET acked_at = NULL WHERE number >= @number", new { number });
        return true;
    });

    /// <summary>Forgets rows that were acknowledged before a time; the newest batch stays, because the next is counted from it.</summary>
    public void Prune(DateTimeOffset before) => _database.Write(connection =>
    {
        var last = connection.ExecuteScalar<long?>("SELECT max(last_id) FROM outbox_batches WHERE acked_at < @before", new { before }) ?? 0;
        connection.Execute("DELETE FROM outbox WHERE id <= @last", new { last });
        connection.Execute("DELETE FROM outbox_batches WHERE last_id <= @last AND number < (SELECT max(number) FROM outbox_batches)", new { last });
    });

    /// <summary>How many rows wait.</summary>
    public long CountWaiting() => _database.Read(connection => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM outbox WHERE id > (SELECT coalesce(max(last_id), 0) FROM outbox_batches WHERE acked_at IS NOT NULL)"));

    internal static bool IsOpen(DbConnection connection) => connection.ExecuteScalar<long>("SELECT count(*) FROM outbox_name") > 0;

    private string Fill(DbConnection connection)
    {
        var name = Guid.NewGuid().ToString("N");
        connection.Execute("INSERT INTO outbox_name (name, made_at) VALUES (@name, @now)", new { name, now = _database.Now });
        connection.Execute("""
            INSERT INTO outbox (sample_id, feed_id, claim, seen_at)
            SELECT sample_id, feed_id, claim, seen_at FROM observations ORDER BY sample_id, feed_id
            """);
        return name;
    }

    private static OutboxBatch? Waiting(DbConnection connection) => connection.QueryFirstOrDefault<OutboxBatch>(
        "SELECT number, first_id AS FirstId, last_id AS LastId, made_at AS MadeAt FROM outbox_batches WHERE acked_at IS NULL ORDER BY number LIMIT 1");
}
