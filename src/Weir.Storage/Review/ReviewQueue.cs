using System.Data;
using System.Data.Common;
using Dapper;
using Weir.Detection;
using Weir.Storage.Engines;
using Weir.Storage.Settings;
using Weir.Storage.Verdicts;

namespace Weir.Storage.Review;

/// <summary>The subjects that a person may judge, those worth most first. Bounded: only the heaviest of each tenant stay.</summary>
public sealed class ReviewQueue
{
    /// <summary>Most open subjects of one tenant.</summary>
    public const int MostOpen = 10_000;

    private const string Mark = "review";
    private const int ReadRows = 20_000;
    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(7);
    private const string Columns = "id, tenant, subject_key AS SubjectKey, subject, seen, first_at AS FirstAt, last_at AS LastAt, decision, score, weight";

    private static readonly (string, DbType)[] CandidateColumns =
    [
        ("tenant", DbType.String), ("subject_key", DbType.Int64), ("subject", DbType.String), ("seen", DbType.Int64), ("first_at", DbType.Int64), ("last_at", DbType.Int64),
        ("decision", DbType.Int64), ("score", DbType.Double), ("weight", DbType.Double),
    ];

    private readonly Database _database;

    internal ReviewQueue(Database database) => _database = database;

    /// <summary>
    /// Takes in what was answered since the last time, as far as the rule finds it worth a person's look; gives back how many verdicts that
    /// were. Each verdict counts once, also when the process dies in between.
    /// </summary>
    public long TakeNew(Func<Decision, double, bool> isWorth, Func<double, double> unsureness, CancellationToken ct = default)
    {
        for (var all = 0L; ;)
        {
            ct.ThrowIfCancellationRequested();
            var (taken, isEnd) = _database.Write(connection => Take(connection, isWorth, unsureness));
            all += taken;
            if (isEnd) return all;
        }
    }

    /// <summary>Forgets what was not seen since, and the lightest beyond the bound.</summary>
    public int Clean(DateTimeOffset before) => _database.Write(connection =>
    {
        var gone = connection.Execute("DELETE FROM review_candidates WHERE last_at < @before", new { before });
        foreach (var tenant in connection.Query<string>("SELECT tenant FROM review_candidates WHERE state = 0 GROUP BY tenant HAVING count(*) > @MostOpen", new { MostOpen }).ToList())
            gone += connection.Execute("""
                DELETE FROM review_candidates WHERE tenant = @tenant AND state = 0 AND id NOT IN
                  (SELECT id FROM review_candidates WHERE tenant = @tenant AND state = 0 ORDER BY weight DESC, id DESC LIMIT @MostOpen)
                """, new { tenant, MostOpen });
        return gone;
    });

    /// <summary>The open subjects of a tenant, heaviest first, after one of them.</summary>
    public IReadOnlyList<ReviewCandidate> Read(string tenant, long? after, int limit) => _database.Read(connection => connection.Query<ReviewCandidate>($"""
        SELECT {Columns} FROM review_candidates WHERE tenant = @tenant AND state = 0{(after is null ? "" : """
         AND (weight < (SELECT weight FROM review_candidates WHERE id = @after) OR (weight = (SELECT weight FROM review_candidates WHERE id = @after) AND id < @after))
        """)} ORDER BY weight DESC, id DESC LIMIT @limit
        """, new { tenant, after, limit }).AsList());

    /// <summary>The open subject of this number; null when the tenant has none.</summary>
    public ReviewCandidate? Find(string tenant, long id) => _database.Read(connection => connection.QuerySingleOrDefault<ReviewCandidate>(
        $"SELECT {Columns} FROM review_candidates WHERE tenant = @tenant AND id = @id AND state = 0", new { tenant, id }));

    /// <summary>How many subjects of a tenant wait.</summary>
    public long Count(string tenant) => _database.Read(connection =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM review_candidates WHERE tenant = @tenant AND state = 0", new { tenant }));

    /// <summary>Keeps what a person decided: lists, gold set, labels and the queue, in one transaction.</summary>
    public void Decide(string tenant, IReadOnlyCollection<ReviewDecision> decisions, string actor) => _database.Write(connection =>
    {
        foreach (var decision in decisions) Decide(connection, tenant, decision, actor);
        if (decisions.Any(decision => decision.Entry is not null)) SettingStore.Bump(connection, ListStore.Revision);
    });

    /// <summary>Takes a subject off the queue of a tenant that was settled elsewhere.</summary>
    public void Close(string tenant, long subjectKey, bool isPhishing, string actor) => _database.Write(connection => connection.Execute(
        "UPDATE review_candidates SET state = 1, label = @label, decided_by = @actor, decided_at = @now WHERE tenant = @tenant AND subject_key = @subjectKey AND state = 0",
        new { tenant, subjectKey, label = isPhishing ? 1 : 0, actor, now = _database.Now }));

    private void Decide(DbConnection connection, string tenant, ReviewDecision decision, string actor)
    {
        var now = _database.Now;
        int? label = decision.IsPhishing is { } is1 ? is1 ? 1 : 0 : null;
        if (decision.CandidateId is { } id)
            connection.Execute("UPDATE review_candidates SET state = @state, label = @label, decided_by = @actor, decided_at = @now WHERE id = @id AND tenant = @tenant",
                new { id, tenant, state = label is null ? 2 : 1, label, actor, now });
        if (decision.IsPhishing is not { } isPhishing) return;
        if (decision.Entry is { } entry) ListStore.PutOver(connection, entry, actor, tenant, "review", now);
        AuditLog.Append(connection, now, actor, "review.decided", decision.Canonical, isPhishing ? "phishing" : "benign");
        if (!decision.IsLearned) return;
        GoldSet.Put(connection, new GoldSubject { Canonical = decision.Canonical, Subject = decision.Subject, IsPhishing = isPhishing }, actor, now);
        PersonLabels.Put(connection, new PersonLabel(decision.Canonical, decision.Subject, decision.Registrable, isPhishing), now);
    }

    private (long Taken, bool IsEnd) Take(DbConnection connection, Func<Decision, double, bool> isWorth, Func<double, double> unsureness)
    {
        var newest = connection.ExecuteScalar<long?>("SELECT max(id) FROM verdicts") ?? 0;
        var last = connection.ExecuteScalar<long?>("SELECT last FROM watch_marks WHERE name = @Mark", new { Mark }) ?? VerdictNumber.FirstOf(_database.Now - FirstLook);
        var rows = connection.Query<Row>("""
            SELECT id, at, tenant, subject_key AS SubjectKey, subject, decision, score FROM verdicts
            WHERE id > @last AND id <= @newest AND channel = 0 AND decision >= 2 AND list IS NULL AND score IS NOT NULL AND subject_key <> 0 ORDER BY id LIMIT @ReadRows
            """, new { last, newest, ReadRows }).AsList();
        var worth = rows.Where(row => row.Subject.Length < VerdictRow.MostSubject && isWorth((Decision)row.Decision, row.Score)).ToList();
        Bulk.Insert(connection, "review_candidates", CandidateColumns, worth.GroupBy(row => (row.Tenant, row.SubjectKey)).Select(same => Candidate([.. same], unsureness(same.Last().Score))), """
            (tenant, subject_key) DO UPDATE SET seen = review_candidates.seen + excluded.seen, last_at = excluded.last_at, decision = excluded.decision,
              score = excluded.score, weight = (review_candidates.seen + excluded.seen) * (excluded.weight / excluded.seen)
            """);
        var isEnd = rows.Count < ReadRows;
        if (rows.Count > 0 || newest > last)
            connection.Execute("INSERT INTO watch_marks (name, last) VALUES (@Mark, @upto) ON CONFLICT (name) DO UPDATE SET last = excluded.last", new { Mark, upto = isEnd ? newest : rows[^1].Id });
        return (worth.Count, isEnd);
    }

    private static object?[] Candidate(List<Row> same, double unsureness)
    {
        var newest = same[^1];
        return
        [
            newest.Tenant, newest.SubjectKey, newest.Subject, same.Count, same[0].At.ToUnixTimeSeconds(), newest.At.ToUnixTimeSeconds(), newest.Decision, newest.Score, same.Count * unsureness,
        ];
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public DateTimeOffset At { get; init; }

        public string Tenant { get; init; } = "";

        public long SubjectKey { get; init; }

        public string Subject { get; init; } = "";

        public long Decision { get; init; }

        public double Score { get; init; }
    }
}
