using Dapper;
using Weir.Storage.Alerts;
using Weir.Storage.Settings;

namespace Weir.Storage.Exports;

/// <summary>What happened, in the order in which it was written, for those who are told of it.</summary>
public sealed class EventSource
{
    private readonly Database _database;

    internal EventSource(Database database) => _database = database;

    /// <summary>The number of the newest audit entry; 0 without one.</summary>
    public long LastAudit() => _database.Read(connection => connection.ExecuteScalar<long>("SELECT COALESCE(max(id), 0) FROM audit"));

    /// <summary>Audit entries beyond a number, oldest first.</summary>
    public IReadOnlyList<AuditEntry> AuditAfter(long after, int most) => _database.Read(connection => connection.Query<AuditEntry>("""
        SELECT id, at, actor, action, subject, detail, previous_hash AS PreviousHash, hash FROM audit WHERE id > @after ORDER BY id LIMIT @most
        """, new { after, most }).AsList());

    /// <summary>The number of the newest alert; 0 without one.</summary>
    public long LastAlert() => _database.Read(connection => connection.ExecuteScalar<long>("SELECT COALESCE(max(id), 0) FROM alerts"));

    /// <summary>Alerts beyond a number, oldest first.</summary>
    public IReadOnlyList<AlertRecord> AlertsAfter(long after, int most) => _database.Read(connection => connection.Query<AlertRecord>("""
        SELECT id, kind, subject, level, sentence, first_at AS FirstAt, last_at AS LastAt, count FROM alerts WHERE id > @after ORDER BY id LIMIT @most
        """, new { after, most }).AsList());
}
