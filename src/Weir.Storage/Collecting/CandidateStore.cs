using Dapper;

namespace Weir.Storage.Collecting;

/// <summary>A host name that resembles a brand and has no label.</summary>
public sealed record Candidate
{
    /// <summary>The host name, without a leading <c>*.</c></summary>
    public required string Name { get; init; }

    /// <summary>0..1, a rank and no probability.</summary>
    public double Score { get; init; }

    /// <summary>The brand that it resembles.</summary>
    public required string Brand { get; init; }

    /// <summary>In what the likeness lies.</summary>
    public required string Reason { get; init; }

    /// <summary>The log that told of its newest certificate.</summary>
    public required string Log { get; init; }

    /// <summary>The index of that certificate in the log.</summary>
    public long Entry { get; init; }

    /// <summary>How many certificates name it.</summary>
    public long Certificates { get; init; } = 1;

    /// <summary>When the first certificate was logged.</summary>
    public DateTimeOffset FirstAt { get; init; }

    /// <summary>When the newest certificate was logged.</summary>
    public DateTimeOffset LastAt { get; init; }
}

/// <summary>Candidates: found by likeness, not stated by any feed, and never learned from.</summary>
public sealed class CandidateStore
{
    private readonly Database _database;

    internal CandidateStore(Database database) => _database = database;

    /// <summary>Keeps candidates in one transaction; the number of new ones. The same entry of the same log counts once.</summary>
    public int Keep(IReadOnlyCollection<Candidate> candidates)
    {
        if (candidates.Count == 0) return 0;
        return _database.Write(connection =>
        {
            var before = connection.ExecuteScalar<long>("SELECT count(*) FROM candidates");
            foreach (var candidate in candidates)
                connection.Execute("""
                    INSERT INTO candidates (name, score, brand, reason, log, entry, certificates, first_at, last_at)
                    VALUES (@Name, @Score, @Brand, @Reason, @Log, @Entry, 1, @FirstAt, @LastAt)
                    ON CONFLICT (name) DO UPDATE SET score = excluded.score, brand = excluded.brand, reason = excluded.reason, log = excluded.log,
                      entry = excluded.entry, certificates = candidates.certificates + 1,
                      last_at = CASE WHEN candidates.last_at > excluded.last_at THEN candidates.last_at ELSE excluded.last_at END
                    WHERE candidates.log <> excluded.log OR candidates.entry < excluded.entry
                    """, candidate);
            return (int)(connection.ExecuteScalar<long>("SELECT count(*) FROM candidates") - before);
        });
    }

    /// <summary>Candidates of at least this score, the newest first.</summary>
    public IReadOnlyList<Candidate> Newest(int count, double leastScore = 0) => _database.Read(connection => connection.Query<Candidate>("""
        SELECT name, score, brand, reason, log, entry, certificates, first_at AS FirstAt, last_at AS LastAt
        FROM candidates WHERE score >= @leastScore ORDER BY last_at DESC, score DESC, name LIMIT @count
        """, new { count, leastScore }).AsList());

    /// <summary>Drops candidates whose newest certificate was logged before a time; how many.</summary>
    public int Drop(DateTimeOffset before) => _database.Write(connection =>
        connection.Execute("DELETE FROM candidates WHERE last_at < @before", new { before }));
}
