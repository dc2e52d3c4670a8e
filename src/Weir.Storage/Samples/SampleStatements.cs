using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Weir.Storage.Collecting;
using Weir.Storage.Engines;

namespace Weir.Storage.Samples;

/// <summary>The prepared statements of a bulk import; a mapper per row would cost more than the row.</summary>
internal sealed class SampleStatements : IDisposable
{
    private const DbType Number = DbType.Int64, Text = DbType.String;

    private readonly RepeatedStatement _sample, _find, _observation, _repeat, _pending, _reject, _counts, _feed, _finish;
    private readonly RepeatedStatement? _outbox;
    private readonly long _now;

    public SampleStatements(DbConnection connection, long now)
    {
        _now = now;
        // 64 MiB: the index over canonical subjects is hit at random places.
        if (connection is SqliteConnection) connection.Execute("PRAGMA cache_size = -65536");
        _sample = new(connection, "INSERT INTO samples (channel, canonical, subject, registrable, added_at) VALUES (0, @p1, @p2, @p3, @p4) "
            + "ON CONFLICT DO NOTHING RETURNING id", Text, Text, Text, Number);
        _find = new(connection, "SELECT id FROM samples WHERE canonical = @p1 AND channel = 0", Text);
        _observation = new(connection, "INSERT INTO observations (sample_id, feed_id, claim, seen_at, target, import_id, entry) "
            + "VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7) ON CONFLICT DO NOTHING", Number, Number, Number, Number, Text, Number, Number);
        _repeat = new(connection, "UPDATE observations SET repeats = repeats + 1, last_at = @p5 WHERE sample_id = @p1 AND feed_id = @p2 AND claim = @p3 AND seen_at = "
            + "coalesce(@p4, (SELECT min(seen_at) FROM observations WHERE sample_id = @p1 AND feed_id = @p2 AND claim = @p3))", Number, Number, Number, Number, Number);
        if (Outbox.IsOpen(connection)) _outbox = new(connection, "INSERT INTO outbox (sample_id, feed_id, claim, seen_at) VALUES (@p1, @p2, @p3, @p4)", Number, Number, Number, Number);
        _pending = new(connection, "UPDATE samples SET pending = 1 WHERE id = @p1 AND pending = 0", Number);
        _reject = new(connection, "INSERT INTO rejects (import_id, line, reason, text) VALUES (@p1, @p2, @p3, @p4) "
            + "ON CONFLICT (import_id, line) DO UPDATE SET reason = excluded.reason, text = excluded.text", Number, Number, Text, Text);
        _counts = new(connection, "UPDATE imports SET read = @p2, added = @p3, duplicate = @p4, rejected = @p5, set_aside = @p6 WHERE id = @p1", Number, Number, Number, Number, Number, Number);
        _feed = new(connection, "INSERT INTO feeds (name, added_at) VALUES (@p1, @p2) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id", Text, Number);
        _finish = new(connection, "UPDATE imports SET outcome = @p2, finished_at = @p3 WHERE id = @p1", Number, Text, Number);
    }

    private RepeatedStatement[] All => [_sample, _find, _observation, _repeat, _pending, _reject, _counts, _feed, _finish, .. _outbox is null ? (RepeatedStatement[])[] : [_outbox]];

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

    public long FeedId(string name) => (long)_feed.Scalar(name, _now)!;

    public void Reject(long importId, long line, string reason, string text) => _reject.Execute(importId, line, reason, text);

    public void Counts(ImportRecord counts) => _counts.Execute(counts.Id, counts.Read, counts.Added, counts.Duplicate, counts.Rejected, counts.SetAside);

    public void Finish(long importId, string outcome, long now) => _finish.Execute(importId, outcome, now);

    public void Dispose()
    {
        foreach (var command in All) command.Dispose();
    }

    private long SampleId(in Observation row, out bool isNew)
    {
        var id = _sample.Scalar(row.Canonical, row.Subject, row.Registrable, _now);
        isNew = id is not null;
        return (long)(id ?? _find.Scalar(row.Canonical))!;
    }

    private bool State(in Observation row, long id, long feedId, long importId, long? entry)
    {
        var (claim, seen) = (row.IsPhishing ? 1L : 0L, row.SeenAt?.ToUnixTimeSeconds() ?? 0);
        var isNew = _observation.Execute(id, feedId, claim, seen, row.Target, importId, entry) > 0;
        if (isNew) _outbox?.Execute(id, feedId, claim, seen);
        return isNew;
    }

    private bool Repeat(in Observation row, long id, long feedId, long? seenAt) => _repeat.Execute(id, feedId, row.IsPhishing ? 1L : 0L, seenAt, _now) > 0;

    private AddOutcome Outcome(long id, bool isNew, bool isStated)
    {
        if (isNew) return AddOutcome.NewSample;
        if (!isStated) return AddOutcome.Known;
        _pending.Execute(id);
        return AddOutcome.NewObservation;
    }
}
