using System.Data.Common;
using System.Text;
using Dapper;
using Weir.Storage.Audits;
using Weir.Storage.Engines;

namespace Weir.Storage.Settings;

/// <summary>Who did what to which thing. The hash covers the row and the hash before it.</summary>
public sealed record AuditEntry
{
    /// <summary>The number of the entry, from 1 without gaps.</summary>
    public long Id { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public string Actor { get; init; } = "";

    /// <summary>What was done, such as model.promoted.</summary>
    public string Action { get; init; } = "";

    /// <summary>To what.</summary>
    public string Subject { get; init; } = "";

    /// <summary>With which values.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The hash of the entry before; empty for the first.</summary>
    public string PreviousHash { get; init; } = "";

    /// <summary>SHA-256, lower-case hex.</summary>
    public string Hash { get; init; } = "";
}

/// <summary>
/// The append-only, hash-chained record of changes; it is written in the transaction of the change itself. The newest entry is also kept
/// in a row of its own and in a file of the data directory, so that an end that was cut off is noticed.
/// </summary>
public sealed class AuditLog
{
    private const string Columns = "id, at, actor, action, subject, detail, previous_hash AS PreviousHash, hash";

    private readonly Database _database;
    private readonly AnchorFile _anchor;

    internal AuditLog(Database database, string dataDirectory)
    {
        (_database, _anchor) = (database, new AnchorFile(Path.Combine(dataDirectory, AnchorFile.Name)));
        database.Written = Anchor;
    }

    /// <summary>The newest entries, newest first.</summary>
    public IReadOnlyList<AuditEntry> Recent(int count) => Search(new AuditFilter { Limit = count });

    /// <summary>Entries that fit, newest first.</summary>
    public IReadOnlyList<AuditEntry> Search(AuditFilter filter)
    {
        var where = new StringBuilder("id > 0");
        if (filter.Before is not null) where.Append(" AND id < @Before");
        if (filter.Actor is not null) where.Append(" AND actor = @Actor");
        if (filter.Action is not null) where.Append(" AND (action = @Action OR action LIKE @family ESCAPE '!')");
        if (filter.Subject is not null) where.Append(" AND lower(subject) LIKE @subject ESCAPE '!'");
        if (filter.Since is not null) where.Append(" AND at >= @Since");
        if (filter.Until is not null) where.Append(" AND at < @Until");
        return _database.Read(connection => connection.Query<AuditEntry>($"SELECT {Columns} FROM audit WHERE {where} ORDER BY id DESC LIMIT @Limit", new
        {
            filter.Before,
            filter.Actor,
            filter.Action,
            family = filter.Action is null ? null : Literal(filter.Action) + ".%",
            subject = filter.Subject is null ? null : $"%{Literal(filter.Subject.ToLowerInvariant())}%",
            filter.Since,
            filter.Until,
            filter.Limit,
        }).AsList());
    }

    /// <summary>How many entries were written.</summary>
    public long Count() => _database.Read(connection => connection.ExecuteScalar<long?>("SELECT entry FROM audit_head") ?? 0);

    /// <summary>The first entry that was altered, replaced or taken away; null when the chain is whole.</summary>
    public AuditFault? FirstBroken() => Verify().Fault;

    /// <summary>Reads the whole log and holds it against its hashes, the count in the database, the anchor of this machine, and those given.</summary>
    public AuditState Verify(params IReadOnlyList<AuditAnchor> noted)
    {
        // Before the log: what the anchor names is in it.
        var reading = _anchor.Read();
        var (anchor, guard) = (reading.Anchor, new AuditGuard(_database.Engine, reading));
        return _database.Read(connection =>
        {
            if (guard.Lost(connection) is { } lost) return new AuditState(0, "", anchor, lost, []);
            var (counted, stored, hash) = connection.QuerySingle<(long? Counted, long? Stored, string? Hash)>(
                "SELECT (SELECT entry FROM audit_head), (SELECT max(id) FROM audit), (SELECT hash FROM audit_head)");
            List<AuditAnchor> anchors = [.. noted];
            if (anchor is not null) anchors.Add(anchor);
            if (counted is { } entry) anchors.Add(new AuditAnchor(entry, hash!, "the count in the database"));
            var chain = new AuditChain(anchors);
            // No further than that: others may be writing.
            foreach (var next in connection.Query<AuditEntry>($"SELECT {Columns} FROM audit WHERE id <= @most ORDER BY id", new { most = Math.Max(counted ?? 0, stored ?? 0) }, buffered: false))
                if (!chain.Take(next)) break;
            chain.End(counted ?? 0, stored ?? 0);
            List<AuditFault> faults = [.. guard.Faults(connection)];
            if (chain.Fault is { } first) faults.Insert(0, first);
            return new AuditState(chain.Entries, chain.LastHash, anchor, faults.FirstOrDefault(), [.. faults.Skip(1).Select(fault => fault.Sentence), .. guard.Warnings(chain.Entries)]);
        });
    }

    /// <summary>Sets the triggers again that refuse changes of the log, and notes who did so; false when they stand as they were made.</summary>
    public bool Protect(string actor) => _database.Write(connection =>
    {
        if (_database.Engine.MissingTriggers(connection, AuditGuard.Table) is not { Count: > 0 } missing) return false;
        _database.Engine.SetTriggers(connection, AuditGuard.Table);
        Append(connection, _database.Now, actor, "audit.protect", "audit log", string.Join(", ", missing) + " set again");
        return true;
    });

    /// <summary>Notes an act that changed something beside the database.</summary>
    public void Note(string actor, string action, string subject, string detail) => _database.Write(connection => Append(connection, _database.Now, actor, action, subject, detail));

    internal static void Append(DbConnection connection, DateTimeOffset at, string actor, string action, string subject, string detail)
    {
        // After a cut the count is ahead of the table: going on from there leaves the gap for all to see.
        var (last, previous) = connection.QueryFirstOrDefault<(long Id, string? Hash)>("""
            SELECT entry, hash FROM audit_head UNION ALL SELECT id, hash FROM (SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1) newest ORDER BY 1 DESC LIMIT 1
            """);
        var entry = new AuditEntry
        {
            Id = last + 1,
            At = at,
            Actor = PlainText.Of(actor),
            Action = PlainText.Of(action),
            Subject = PlainText.Of(subject),
            Detail = PlainText.Of(detail),
            PreviousHash = previous ?? "",
        };
        entry = entry with { Hash = AuditChain.HashOf(entry) };
        connection.Execute("""
            INSERT INTO audit (id, at, actor, action, subject, detail, previous_hash, hash)
            VALUES (@Id, @At, @Actor, @Action, @Subject, @Detail, @PreviousHash, @Hash)
            """, entry);
        connection.Execute("INSERT INTO audit_head (one, entry, hash) VALUES (1, @Id, @Hash) ON CONFLICT (one) DO UPDATE SET entry = excluded.entry, hash = excluded.hash", entry);
    }

    // What was written is committed by now: a fault here must not make it look undone.
    private void Anchor(DbConnection connection)
    {
        try
        {
            if (connection.QueryFirstOrDefault<(long Entry, string Hash)>("SELECT entry, hash FROM audit_head") is ( > 0, { } hash) head)
                _anchor.Keep(head.Entry, hash, known => connection.ExecuteScalar<string>("SELECT hash FROM audit WHERE id = @Entry", new { known.Entry }) == known.Hash);
        }
        catch (DbException)
        {
            // The next write keeps it.
        }
    }

    private static string Literal(string text) => text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
