using Dapper;
using Microsoft.Data.Sqlite;
using Weir.Detection;

namespace Weir.Storage.Verdicts;

/// <summary>The history of verdicts. It is kept in batches and for a time; its totals stay.</summary>
public sealed class VerdictLog
{
    /// <summary>Rows that a clean-up takes in one transaction, so that no writer waits for it.</summary>
    public const int CleanRows = 10_000;

    private const string Columns =
        "id, at, channel, subject_key AS SubjectKey, subject, registrable, score, decision, category, brand, model, list";

    private readonly Database _database;

    internal VerdictLog(Database database) => _database = database;

    /// <summary>
    /// Keeps a batch and adds to the totals, in one transaction. <paramref name="accepted"/> is what the caller has taken for keeping so
    /// far, by a count that outlives it; null when it has none.
    /// </summary>
    public void Add(IReadOnlyList<VerdictRow> rows, long seen, long dropped, long? accepted) => _database.Write(connection =>
    {
        Insert(connection, rows);
        connection.Execute("""
            UPDATE verdict_totals SET seen = seen + @seen, kept = kept + @kept, dropped = dropped + @dropped, accepted = coalesce(@accepted, accepted)
            """, new { seen, kept = rows.Count, dropped, accepted });
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
        var rows = connection.Query<VerdictRow>($"SELECT {Columns} FROM verdicts WHERE at >= @from AND at < @to ORDER BY at, id", new { from, to }, buffered: false);
        foreach (var row in rows) take(row);
        return true;
    });

    /// <summary>How many verdicts of a time carry each decision; the end is not part of the time.</summary>
    public DecisionCounts Count(DateTimeOffset from, DateTimeOffset to) => _database.Read(connection =>
    {
        var counts = connection.Query<(long Decision, long Count)>(
            "SELECT decision, count(*) FROM verdicts WHERE at >= @from AND at < @to GROUP BY decision", new { from, to })
            .ToDictionary(row => (Decision)row.Decision, row => row.Count);
        return new DecisionCounts(counts.GetValueOrDefault(Decision.Unknown), counts.GetValueOrDefault(Decision.Benign),
            counts.GetValueOrDefault(Decision.Suspicious), counts.GetValueOrDefault(Decision.Phishing));
    });

    /// <summary>Forgets verdicts older than this, in short transactions; the freed pages are used again. Gives back how many.</summary>
    public long Clean(DateTimeOffset before, CancellationToken ct = default) =>
        InSteps("DELETE FROM verdicts WHERE id IN (SELECT id FROM verdicts WHERE at < @before ORDER BY at LIMIT @rows)", new { before, rows = CleanRows }, ct);

    /// <summary>Forgets the oldest verdicts beyond this many, likewise.</summary>
    public long Trim(long most, CancellationToken ct = default) => InSteps(
        "DELETE FROM verdicts WHERE id IN (SELECT id FROM verdicts WHERE id <= (SELECT max(id) FROM verdicts) - @most ORDER BY id LIMIT @rows)",
        new { most, rows = CleanRows }, ct);

    private long InSteps(string statement, object values, CancellationToken ct)
    {
        var all = 0L;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var count = _database.Write(connection => connection.Execute(statement, values));
            all += count;
            if (count < CleanRows) return all;
        }
    }

    private static void Insert(SqliteConnection connection, IReadOnlyList<VerdictRow> rows)
    {
        if (rows.Count == 0) return;
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO verdicts (at, channel, subject_key, subject, registrable, score, decision, category, brand, model, list)
            VALUES ($at, $channel, $key, $subject, $registrable, $score, $decision, $category, $brand, $model, $list)
            """;
        foreach (var name in (string[])["$at", "$channel", "$key", "$subject", "$registrable", "$score", "$decision", "$category", "$brand", "$model", "$list"])
            command.Parameters.Add(new SqliteParameter(name, null));
        foreach (var row in rows) Insert(command, row);
    }

    private static void Insert(SqliteCommand command, VerdictRow row)
    {
        ReadOnlySpan<object?> values =
        [
            row.At.ToUnixTimeSeconds(), (int)row.Channel, row.SubjectKey, row.Subject, row.Registrable, row.Score, (int)row.Decision, row.Category,
            row.Brand, row.Model, row.List,
        ];
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }
}
