using System.Data.Common;
using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Security;

/// <summary>Who is logged in where. A session is known by the hash of its token; an ended one stays for a month, so that its address is known as one of the account.</summary>
public sealed class SessionStore
{
    private const string Columns = "s.id, s.account, a.name, a.role, a.tenant, t.subjects_a_day AS SubjectsADay, s.created_at AS CreatedAt, s.seen_at AS SeenAt, s.ends_at AS EndsAt, s.address, s.agent";
    private const string Live = "s.ends_at > @now AND s.seen_at > @idleSince AND a.disabled_at IS NULL AND t.disabled_at IS NULL";
    private const string From = "FROM sessions s JOIN accounts a ON a.id = s.account JOIN tenants t ON t.name = a.tenant";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly Database _database;

    internal SessionStore(Database database) => _database = database;

    /// <summary>Begins a session.</summary>
    public void Begin(long account, string hash, DateTimeOffset endsAt, string address, string agent) => _database.Write(connection =>
    {
        var now = _database.Now;
        connection.Execute("DELETE FROM sessions WHERE ends_at < @old", new { old = now - Kept });
        connection.Execute("""
            INSERT INTO sessions (hash, account, created_at, seen_at, ends_at, address, agent) VALUES (@hash, @account, @now, @now, @endsAt, @address, @agent)
            """, new { hash, account, now, endsAt, address, agent });
    });

    /// <summary>The session of a token's hash that was used after a moment; null when it is none or over.</summary>
    public SessionRecord? Find(string hash, DateTimeOffset idleSince) => _database.Read(connection => connection.QuerySingleOrDefault<SessionRecord>(
        $"SELECT {Columns} {From} WHERE s.hash = @hash AND {Live}", new { hash, now = _database.Now, idleSince }));

    /// <summary>Live sessions of an account, newest first.</summary>
    public IReadOnlyList<SessionRecord> Of(long account, DateTimeOffset idleSince) => _database.Read(connection => connection.Query<SessionRecord>(
        $"SELECT {Columns} {From} WHERE s.account = @account AND {Live} ORDER BY s.id DESC", new { account, now = _database.Now, idleSince }).AsList());

    /// <summary>Notes that a session is used.</summary>
    public void Seen(long id) => _database.Write(connection => connection.Execute("UPDATE sessions SET seen_at = @now WHERE id = @id", new { id, now = _database.Now }));

    /// <summary>Ends a session of an account; false when it has no such one.</summary>
    public bool End(long id, long account, string actor) => _database.Write(connection =>
    {
        var now = _database.Now;
        if (connection.Execute("UPDATE sessions SET ends_at = @now WHERE id = @id AND account = @account AND ends_at > @now", new { id, account, now }) == 0) return false;
        AuditLog.Append(connection, now, actor, "session.end", actor, $"session {id}");
        return true;
    });

    /// <summary>Ends all sessions of an account but one.</summary>
    public void EndAll(long account, string actor, long? kept) => _database.Write(connection =>
    {
        EndAll(connection, account, _database.Now, kept);
        AuditLog.Append(connection, _database.Now, actor, "session.end", actor, kept is null ? "all" : "all others");
    });

    /// <summary>Whether an account has logged in from this address in the last month.</summary>
    public bool Knows(long account, string address) => _database.Read(connection =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM sessions WHERE account = @account AND address = @address", new { account, address }) > 0);

    internal static void EndAll(DbConnection connection, long account, DateTimeOffset now, long? kept) => connection.Execute(
        "UPDATE sessions SET ends_at = @now WHERE account = @account AND ends_at > @now AND id <> @kept", new { account, now, kept = kept ?? 0 });
}
