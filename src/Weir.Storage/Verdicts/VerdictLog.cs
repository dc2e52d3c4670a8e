using System.Data;
using System.Data.Common;
using Dapper;
using Weir.Detection;
using Weir.Storage.Engines;
using Weir.Storage.Figures;

namespace Weir.Storage.Verdicts;

/// <summary>The history of verdicts. It is kept in batches and for a time; its totals stay.</summary>
public sealed class VerdictLog
{
    /// <summary>Rows that a clean-up takes in one transaction, so that no writer waits for it.</summary>
    public const int CleanRows = 10_000;

    internal const string Columns =
        "id, tenant, asked_by AS AskedBy, at, channel, subject_key AS SubjectKey, subject, registrable, score, decision, category, brand, model, list, table_name AS TableName";

    private static readonly (string, DbType)[] Written =
    [
        ("id", DbType.Int64), ("tenant", DbType.String), ("asked_by", DbType.String), ("day", DbType.Int64), ("at", DbType.Int64), ("channel", DbType.Int64),
        ("subject_key", DbType.Int64), ("subject", DbType.String), ("registrable", DbType.String), ("score", DbType.Double), ("decision", DbType.Int64),
        ("category", DbType.String), ("brand", DbType.String), ("model", DbType.String), ("list", DbType.String), ("table_name", DbType.String),
    ];

    private static long _given;

    private readonly Database _database;

    internal VerdictLog(Database database) => _database = database;

    /// <summary>
    /// Keeps a batch and adds to the totals, in one transaction. <paramref name="accepted"/> is what the caller has taken for keeping so
    /// far, by a count that outlives it; null when it has none.
    /// </summary>
    public void Add(IReadOnlyList<VerdictRow> rows, long seen, long dropped, long? accepted) => _database.Write(connection =>
    {
        var kept = Insert(connection, rows);
        FigureWriter.Add(connection, rows);
        connection.Execute("""
            UPDATE verdict_totals SET seen = seen + @seen, kept = kept + @kept, dropped = dropped + @dropped, accepted = coalesce(@accepted, accepted)
            """, new { seen, kept, dropped = dropped + rows.Count - kept, accepted });
    });

    /// <summary>Counts what was accepted up to this number and never written as lost; gives back how many that are.</summary>
    public long CountLost(long accepted) => _database.Write(connection =>
    {
        var lost = accepted - connection.ExecuteScalar<long>("SELECT accepted FROM verdict_totals");
        if (lost <= 0) return 0;
        connection.Execute("UPDATE verdict_totals SET lost = lost + @lost, accepted = @accepted", new { lost, accepted });
        return lost;
    });

    /// <summary>The totals since the database was made.</summary>
    public VerdictTotals Totals() => _database.Read(connection => connection.QuerySingle<VerdictTotals>(
        "SELECT seen, kept, dropped, lost, accepted FROM verdict_totals"));

    /// <summary>The newest verdicts, newest first.</summary>
    public IReadOnlyList<VerdictRow> Recent(int count) => _database.Read(connection => connection.Query<VerdictRow>(
        $"SELECT {Columns} FROM verdicts ORDER BY id DESC LIMIT @count", new { count }).AsList());

    /// <summary>Hands over the verdicts of a time, oldest first, without holding them all; the end is not part of the time.</summary>
    public void Read(DateTimeOffset from, DateTimeOffset to, Action<VerdictRow> take) => _database.Read(connection =>
    {
        var rows = connection.Query<VerdictRow>($"SELECT {Columns} FROM verdicts WHERE id >= @from AND id < @to ORDER BY id", Numbers(from, to), buffered: false);
        foreach (var row in rows) take(row);
        return true;
    });

    /// <summary>How many verdicts of a time carry each decision; the end is not part of the time.</summary>
    public DecisionCounts Count(DateTimeOffset from, DateTimeOffset to) => _database.Read(connection =>
    {
        var counts = connection.Query<(long Decision, long Count)>(
            "SELECT decision, count(*) FROM verdicts WHERE id >= @from AND id < @to GROUP BY decision", Numbers(from, to))
            .ToDictionary(row => (Decision)row.Decision, row => row.Count);
        return new DecisionCounts(counts.GetValueOrDefault(Decision.Unknown), counts.GetValueOrDefault(Decision.Benign),
            counts.GetValueOrDefault(Decision.Suspicious), counts.GetValueOrDefault(Decision.Phishing));
    });

    /// <summary>Forgets verdicts older than this, in short transactions; the freed pages are used again. Gives back how many.</summary>
    public long Clean(DateTimeOffset before, CancellationToken ct = default) => InSteps(connection => connection.Execute(
        "DELETE FROM verdicts WHERE id IN (SELECT id FROM verdicts WHERE id < @before ORDER BY id LIMIT @rows)", new { before = VerdictNumber.FirstOf(before), rows = CleanRows }), ct);

    /// <summary>Forgets the oldest verdicts beyond this many, likewise.</summary>
    public long Trim(long most, CancellationToken ct = default) => InSteps(connection =>
    {
        var beyond = connection.ExecuteScalar<long>("SELECT kept - forgotten FROM verdict_totals") - most;
        return beyond <= 0 ? 0 : connection.Execute("DELETE FROM verdicts WHERE id IN (SELECT id FROM verdicts ORDER BY id LIMIT @rows)", new { rows = Math.Min(beyond, CleanRows) });
    }, ct);

    private long InSteps(Func<DbConnection, int> step, CancellationToken ct)
    {
        var all = 0L;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var count = _database.Write(connection =>
            {
                var gone = step(connection);
                if (gone > 0) connection.Execute("UPDATE verdict_totals SET forgotten = forgotten + @gone", new { gone });
                return gone;
            });
            all += count;
            if (count < CleanRows) return all;
        }
    }

    private static object Numbers(DateTimeOffset from, DateTimeOffset to) => new { from = VerdictNumber.FirstOf(from), to = VerdictNumber.FirstOf(to) };

    private static int Insert(DbConnection connection, IReadOnlyList<VerdictRow> rows) => rows.Count == 0 ? 0 : Bulk.Insert(connection, "verdicts", Written, rows.Select(Values));

    private static object?[] Values(VerdictRow row)
    {
        var id = row.Id != 0 ? row.Id : VerdictNumber.FirstOf(row.At) + Interlocked.Increment(ref _given) % VerdictNumber.OfMillisecond;
        return
        [
            id, row.Tenant, row.AskedBy, VerdictNumber.DayOf(id), row.At.ToUnixTimeSeconds(), (int)row.Channel, row.SubjectKey, row.Subject, row.Registrable,
            row.Score, (int)row.Decision, row.Category, row.Brand, row.Model, row.List, row.TableName,
        ];
    }
}
