using System.Globalization;
using Microsoft.Data.Sqlite;
using Weir.Storage.Collecting;

namespace Weir.Storage.Samples;

/// <summary>The prepared statements of a bulk import; a mapper per row would cost more than the row.</summary>
internal sealed class SampleStatements : IDisposable
{
    private readonly SqliteCommand _sample, _find, _observation, _repeat, _pending, _reject, _counts, _feed, _finish;
    private readonly SqliteCommand? _outbox;
    private readonly long _now;

    public SampleStatements(SqliteConnection connection, long now)
    {
        _now = now;
        using (var cache = connection.CreateCommand())
        {
            // 64 MiB: the index over canonical subjects is hit at random places.
            cache.CommandText = "PRAGMA cache_size = -65536";
            cache.ExecuteNonQuery();
        }

        _sample = Command(connection, "INSERT INTO samples (channel, canonical, subject, registrable, added_at) VALUES (0, $1, $2, $3, $4) "
            + "ON CONFLICT (canonical, channel) DO NOTHING RETURNING id", 4);
        _find = Command(connection, "SELECT id FROM samples WHERE canonical = $1 AND channel = 0", 1);
        _observation = Command(connection, "INSERT INTO observations (sample_id, feed_id, claim, seen_at, target, import_id, entry) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING", 7);
        _repeat = Command(connection, "UPDATE observations SET repeats = repeats + 1, last_at = $5 WHERE sample_id = $1 AND feed_id = $2 AND claim = $3 AND seen_at = "
            + "coalesce($4, (SELECT min(seen_at) FROM observations WHERE sample_id = $1 AND feed_id = $2 AND claim = $3))", 5);
        if (Outbox.IsOpen(connection)) _outbox = Command(connection, "INSERT INTO outbox (sample_id, feed_id, claim, seen_at) VALUES ($1, $2, $3, $4)", 4);
        _pending = Command(connection, "UPDATE samples SET pending = 1 WHERE id = $1 AND pending = 0", 1);
        _reject = Command(connection, "INSERT OR REPLACE INTO rejects (import_id, line, reason, text) VALUES ($1, $2, $3, $4)", 4);
        _counts = Command(connection, "UPDATE imports SET read = $2, added = $3, duplicate = $4, rejected = $5, set_aside = $6 WHERE id = $1", 6);
        _feed = Command(connection, "INSERT INTO feeds (name, added_at) VALUES ($1, $2) "
            + "ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id", 2);
        _finish = Command(connection, "UPDATE imports SET outcome = $2, finished_at = $3 WHERE id = $1", 3);
    }

    private SqliteCommand[] All => [_sample, _find, _observation, _repeat, _pending, _reject, _counts, _feed, _finish, .. _outbox is null ? (SqliteCommand[])[] : [_outbox]];

    public AddOutcome Add(in Observation row, long feedId, long importId)
    {
        var id = SampleId(row, out var isNew);
        return Outcome(id, isNew, State(row, id, feedId, importId, entry: null));
    }

    /// <summary>Adds what a feed states again and again: a repetition is counted with the statement. Entry: the number of the raw entry, if it is kept.</summary>
    public AddOutcome AddStated(in Observation row, bool isStamped, long feedId, long importId, Func<bool, long?> entry)
    {
        var id = SampleId(row, out var isNew);
        var isKnown = !isNew && isStamped && Repeat(row, id, feedId, null);
        if (isKnown) return AddOutcome.Known;
        var isStated = State(row, id, feedId, importId, entry(isNew));
        if (!isStated) Repeat(row, id, feedId, row.SeenAt?.ToUnixTimeSeconds() ?? 0);
        return Outcome(id, isNew, isStated);
    }

    public long FeedId(string name)
    {
        Bind(_feed, name, _now);
        return (long)_feed.ExecuteScalar()!;
    }

    public void Reject(long importId, long line, string reason, string text)
    {
        Bind(_reject, importId, line, reason, text);
        _reject.ExecuteNonQuery();
    }

    public void Counts(ImportRecord counts)
    {
        Bind(_counts, counts.Id, counts.Read, counts.Added, counts.Duplicate, counts.Rejected, counts.SetAside);
        _counts.ExecuteNonQuery();
    }

    public void Finish(long importId, string outcome, long now)
    {
        Bind(_finish, importId, outcome, now);
        _finish.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in All) command.Dispose();
    }

    private long SampleId(in Observation row, out bool isNew)
    {
        Bind(_sample, row.Canonical, row.Subject, row.Registrable, _now);
        var id = _sample.ExecuteScalar();
        isNew = id is not null;
        if (isNew) return (long)id!;
        Bind(_find, row.Canonical);
        return (long)_find.ExecuteScalar()!;
    }

    private bool State(in Observation row, long id, long feedId, long importId, long? entry)
    {
        Bind(_observation, id, feedId, row.IsPhishing ? 1 : 0, row.SeenAt?.ToUnixTimeSeconds() ?? 0, (object?)row.Target ?? DBNull.Value, importId, (object?)entry ?? DBNull.Value);
        var isNew = _observation.ExecuteNonQuery() > 0;
        if (!isNew || _outbox is null) return isNew;
        Bind(_outbox, id, feedId, row.IsPhishing ? 1 : 0, row.SeenAt?.ToUnixTimeSeconds() ?? 0);
        return _outbox.ExecuteNonQuery() > 0;
    }

    private bool Repeat(in Observation row, long id, long feedId, long? seenAt)
    {
        Bind(_repeat, id, feedId, row.IsPhishing ? 1 : 0, (object?)seenAt ?? DBNull.Value, _now);
        return _repeat.ExecuteNonQuery() > 0;
    }

    private AddOutcome Outcome(long id, bool isNew, bool isStated)
    {
        if (isNew) return AddOutcome.NewSample;
        if (!isStated) return AddOutcome.Known;
        Bind(_pending, id);
        _pending.ExecuteNonQuery();
        return AddOutcome.NewObservation;
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        for (var i = 1; i <= parameters; i++)
            command.Parameters.Add(new SqliteParameter("$" + i.ToString(CultureInfo.InvariantCulture), null));
        return command;
    }
}
