using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;

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

/// <summary>The append-only, hash-chained record of changes; it is written in the transaction of the change itself.</summary>
public sealed class AuditLog
{
    private const string Columns = "id, at, actor, action, subject, detail, previous_hash AS PreviousHash, hash";

    private readonly Database _database;

    internal AuditLog(Database database) => _database = database;

    /// <summary>The newest entries, newest first.</summary>
    public IReadOnlyList<AuditEntry> Recent(int count) => _database.Read(connection => connection.Query<AuditEntry>(
        $"SELECT {Columns} FROM audit ORDER BY id DESC LIMIT @count", new { count }).AsList());

    /// <summary>The first entry that was altered, or that follows a missing one; null when the chain is whole.</summary>
    public AuditEntry? FirstBroken() => _database.Read(connection =>
    {
        var previous = "";
        foreach (var entry in connection.Query<AuditEntry>($"SELECT {Columns} FROM audit ORDER BY id", buffered: false))
        {
            if (entry.PreviousHash != previous || entry.Hash != HashOf(entry)) return entry;
            previous = entry.Hash;
        }

        return null;
    });

    /// <summary>Notes an act that changed something beside the database.</summary>
    public void Note(string actor, string action, string subject, string detail) => _database.Write(connection => Append(connection, _database.Now, actor, action, subject, detail));

    internal static void Append(DbConnection connection, DateTimeOffset at, string actor, string action, string subject, string detail)
    {
        var (last, previous) = connection.QueryFirstOrDefault<(long Id, string? Hash)>("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1");
        var entry = new AuditEntry { Id = last + 1, At = at, Actor = actor, Action = action, Subject = subject, Detail = detail, PreviousHash = previous ?? "" };
        connection.Execute("""
            INSERT INTO audit (id, at, actor, action, subject, detail, previous_hash, hash)
            VALUES (@Id, @At, @Actor, @Action, @Subject, @Detail, @PreviousHash, @Hash)
            """, entry with { Hash = HashOf(entry) });
    }

    private static string HashOf(AuditEntry entry)
    {
        // Lengths in front of the fields: no two entries can spell the same bytes.
        var text = new StringBuilder(entry.PreviousHash).Append('|').Append(entry.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        foreach (var field in (string[])[entry.Actor, entry.Action, entry.Subject, entry.Detail])
            text.Append('|').Append(field.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(field);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
