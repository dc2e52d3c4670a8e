using System.Data.Common;
using System.Globalization;
using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Alerts;

/// <summary>The alerts that were raised. Keeps and counts; what is told when is decided by who calls.</summary>
public sealed class AlertStore
{
    private const string Columns = """
        id, kind, subject, level, sentence, first_at AS FirstAt, last_at AS LastAt, count, told_at AS ToldAt, resolved_at AS ResolvedAt,
        acked_at AS AckedAt, acked_by AS AckedBy
        """;

    private readonly Database _database;

    internal AlertStore(Database database)
    {
        _database = database;
        Outbox = new AlertOutbox(database);
    }

    /// <summary>What is still to be told.</summary>
    public AlertOutbox Outbox { get; }

    /// <summary>Hands the open alerts to a rule and keeps the steps it answers, with their messages, in one transaction.</summary>
    public void Apply(Func<IReadOnlyList<AlertRecord>, IReadOnlyList<AlertStep>> decide) => _database.Write(connection =>
    {
        foreach (var step in decide(Open(connection)))
        {
            var id = Save(connection, step.Alert);
            foreach (var message in step.Messages) AlertOutbox.Add(connection, message with { Alert = id });
        }
    });

    /// <summary>The alerts that have not ended, oldest first.</summary>
    public IReadOnlyList<AlertRecord> Open() => _database.Read(Open);

    /// <summary>The newest alerts, newest first.</summary>
    public IReadOnlyList<AlertRecord> Recent(int count) => _database.Read(connection => connection.Query<AlertRecord>(
        $"SELECT {Columns} FROM alerts ORDER BY last_at DESC, id DESC LIMIT @count", new { count }).AsList());

    /// <summary>The alert of this number, or null.</summary>
    public AlertRecord? Find(long id) => _database.Read(connection => connection.QuerySingleOrDefault<AlertRecord>(
        $"SELECT {Columns} FROM alerts WHERE id = @id", new { id }));

    /// <summary>Notes that someone has taken an alert on; false when no open alert has this number.</summary>
    public bool Acknowledge(long id, string actor) => _database.Write(connection =>
    {
        var alert = connection.QuerySingleOrDefault<AlertRecord>(
            $"UPDATE alerts SET acked_at = @now, acked_by = @actor WHERE id = @id AND resolved_at IS NULL RETURNING {Columns}", new { id, actor, now = _database.Now });
        if (alert is null) return false;
        AuditLog.Append(connection, _database.Now, actor, "alert.acknowledged", id.ToString(CultureInfo.InvariantCulture), $"{alert.Kind} {alert.Subject}");
        return true;
    });

    /// <summary>Forgets alerts that ended before a time, with their messages.</summary>
    public int Forget(DateTimeOffset before) => _database.Write(connection =>
    {
        connection.Execute("DELETE FROM alert_messages WHERE alert IN (SELECT id FROM alerts WHERE resolved_at < @before)", new { before });
        return connection.Execute("DELETE FROM alerts WHERE resolved_at < @before", new { before });
    });

    private static List<AlertRecord> Open(DbConnection connection) =>
        connection.Query<AlertRecord>($"SELECT {Columns} FROM alerts WHERE resolved_at IS NULL ORDER BY id").AsList();

    private static long Save(DbConnection connection, AlertRecord alert) => alert.Id == 0
        ? connection.ExecuteScalar<long>("""
            INSERT INTO alerts (kind, subject, level, sentence, first_at, last_at, count, told_at, resolved_at)
            VALUES (@Kind, @Subject, @Level, @Sentence, @FirstAt, @LastAt, @Count, @ToldAt, @ResolvedAt) RETURNING id
            """, alert)
        : connection.ExecuteScalar<long>("""
            UPDATE alerts SET level = @Level, sentence = @Sentence, last_at = @LastAt, count = @Count, told_at = @ToldAt, resolved_at = @ResolvedAt
            WHERE id = @Id RETURNING id
            """, alert);
}
