using System.Data.Common;
using Dapper;
using Weir.Storage.Verdicts;

namespace Weir.Storage.Figures;

/// <summary>Adds a batch of verdicts to the figures, inside the transaction that keeps the batch.</summary>
internal static class FigureWriter
{
    /// <summary>Names of a kind in a step; what comes after them is counted under the empty name.</summary>
    public const int MostNames = 120;

    /// <summary>Adds what the rows count up to.</summary>
    public static void Add(DbConnection connection, IReadOnlyList<VerdictRow> rows)
    {
        if (rows.Count == 0) return;
        var counter = new FigureCounter();
        foreach (var row in rows) counter.Count(row);
        // In one order everywhere, so that two writers never wait for each other in a circle.
        AddDecisions(connection, counter);
        foreach (var (key, names) in counter.Names.OrderBy(entry => entry.Key)) AddNames(connection, key, names);
        AddThreats(connection, counter);
    }

    private static void AddDecisions(DbConnection connection, FigureCounter counter) => connection.Execute("""
        INSERT INTO figure_steps (tenant, step, at, undecided, benign, suspicious, phishing, scored, confidence)
        VALUES (@tenant, @step, @at, @undecided, @benign, @suspicious, @phishing, @scored, @confidence)
        ON CONFLICT (tenant, step, at) DO UPDATE SET undecided = figure_steps.undecided + excluded.undecided, benign = figure_steps.benign + excluded.benign,
          suspicious = figure_steps.suspicious + excluded.suspicious, phishing = figure_steps.phishing + excluded.phishing,
          scored = figure_steps.scored + excluded.scored, confidence = figure_steps.confidence + excluded.confidence
        """, counter.Decisions.OrderBy(entry => entry.Key).Select(entry => new
    {
        tenant = entry.Key.Tenant,
        step = entry.Key.Step,
        at = entry.Key.At,
        undecided = entry.Value.Undecided,
        benign = entry.Value.Benign,
        suspicious = entry.Value.Suspicious,
        phishing = entry.Value.Phishing,
        scored = entry.Value.Scored,
        confidence = entry.Value.Confidence,
    }).ToList());

    private static void AddNames(DbConnection connection, (string Tenant, long Step, FigureKind Kind, long At) key, Dictionary<string, long> names)
    {
        var values = new { tenant = key.Tenant, step = key.Step, kind = (int)key.Kind, at = key.At };
        var known = connection.Query<string>("SELECT name FROM figures WHERE tenant = @tenant AND step = @step AND kind = @kind AND at = @at", values).ToHashSet();
        var left = MostNames - known.Count;
        var bounded = names.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .GroupBy(entry => known.Contains(entry.Key) || left-- > 0 ? entry.Key : "", entry => entry.Value);
        connection.Execute("""
            INSERT INTO figures (tenant, step, kind, at, name, count) VALUES (@tenant, @step, @kind, @at, @name, @count)
            ON CONFLICT (tenant, step, kind, at, name) DO UPDATE SET count = figures.count + excluded.count
            """, bounded.OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new { values.tenant, values.step, values.kind, values.at, name = group.Key, count = group.Sum() }).ToList());
    }

    private static void AddThreats(DbConnection connection, FigureCounter counter) => connection.Execute("""
        INSERT INTO figure_threats (tenant, name, subject, brand, category, score, first_at, last_at, count)
        VALUES (@tenant, @name, @subject, @brand, @category, @score, @first, @last, @count)
        ON CONFLICT (tenant, name) DO UPDATE SET subject = excluded.subject, brand = excluded.brand, category = excluded.category, score = excluded.score,
          last_at = excluded.last_at, count = figure_threats.count + excluded.count
        """, counter.Threats.OrderBy(entry => entry.Key).Select(entry => new
    {
        tenant = entry.Key.Tenant,
        name = entry.Key.Name,
        subject = entry.Value.Subject,
        brand = entry.Value.Brand,
        category = entry.Value.Category,
        score = entry.Value.Score,
        first = entry.Value.FirstAt,
        last = entry.Value.LastAt,
        count = entry.Value.Count,
    }).ToList());
}
