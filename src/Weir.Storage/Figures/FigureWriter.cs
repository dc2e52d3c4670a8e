using System.Data;
using System.Data.Common;
using Dapper;
using Weir.Detection;
using Weir.Storage.Engines;
using Weir.Storage.Verdicts;

namespace Weir.Storage.Figures;

/// <summary>Adds a batch of verdicts to the figures, inside the transaction that keeps the batch.</summary>
internal static class FigureWriter
{
    /// <summary>Names of a kind in a step; what comes after them is counted under the empty name.</summary>
    public const int MostNames = 120;

    private const DbType Text = DbType.String, Number = DbType.Int64, Real = DbType.Double;

    private static readonly (string, DbType)[] StepColumns =
    [
        ("tenant", Text), ("step", Number), ("at", Number), ("undecided", Number), ("benign", Number), ("suspicious", Number), ("phishing", Number), ("scored", Number), ("confidence", Real),
    ];

    private static readonly (string, DbType)[] NameColumns = [("tenant", Text), ("step", Number), ("kind", Number), ("at", Number), ("name", Text), ("count", Number)];

    private static readonly (string, DbType)[] ThreatColumns =
    [
        ("tenant", Text), ("name", Text), ("subject", Text), ("brand", Text), ("category", Text), ("score", Real), ("first_at", Number), ("last_at", Number), ("count", Number),
    ];

    /// <summary>Adds what the rows count up to. Rows of tables are left out: they are a share of what was judged, and no subject that anybody could meet.</summary>
    public static void Add(DbConnection connection, IReadOnlyList<VerdictRow> all)
    {
        var (rows, counter) = (all.Where(row => row.Channel != Channel.Table).ToList(), new FigureCounter());
        if (rows.Count == 0) return;
        foreach (var row in rows) counter.Count(row);
        AddDecisions(connection, counter);
        AddNames(connection, counter);
        AddThreats(connection, counter);
    }

    private static void AddDecisions(DbConnection connection, FigureCounter counter) => Bulk.Insert(connection, "figure_steps", StepColumns,
        counter.Decisions.Select(entry => (object?[])
        [
            entry.Key.Tenant, entry.Key.Step, entry.Key.At, entry.Value.Undecided, entry.Value.Benign, entry.Value.Suspicious, entry.Value.Phishing,
            entry.Value.Scored, entry.Value.Confidence,
        ]), """
        (tenant, step, at) DO UPDATE SET undecided = figure_steps.undecided + excluded.undecided, benign = figure_steps.benign + excluded.benign,
          suspicious = figure_steps.suspicious + excluded.suspicious, phishing = figure_steps.phishing + excluded.phishing,
          scored = figure_steps.scored + excluded.scored, confidence = figure_steps.confidence + excluded.confidence
        """);

    private static void AddNames(DbConnection connection, FigureCounter counter) => Bulk.Insert(connection, "figures", NameColumns,
        counter.Names.SelectMany(entry => Bounded(connection, entry.Key, entry.Value)).ToList(),
        "(tenant, step, kind, at, name) DO UPDATE SET count = figures.count + excluded.count");

    private static IEnumerable<object?[]> Bounded(DbConnection connection, (string Tenant, long Step, FigureKind Kind, long At) key, Dictionary<string, long> names)
    {
        var (tenant, step, kind, at) = (key.Tenant, key.Step, (int)key.Kind, key.At);
        var known = connection.Query<string>("SELECT name FROM figures WHERE tenant = @tenant AND step = @step AND kind = @kind AND at = @at", new { tenant, step, kind, at }).ToHashSet();
        var left = MostNames - known.Count;
        return names.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .GroupBy(entry => known.Contains(entry.Key) || left-- > 0 ? entry.Key : "", entry => entry.Value)
            .Select(group => (object?[])[tenant, step, kind, at, group.Key, group.Sum()]);
    }

    private static void AddThreats(DbConnection connection, FigureCounter counter) => Bulk.Insert(connection, "figure_threats", ThreatColumns,
        counter.Threats.Select(entry => (object?[])
        [
            entry.Key.Tenant, entry.Key.Name, entry.Value.Subject, entry.Value.Brand, entry.Value.Category, entry.Value.Score,
            entry.Value.FirstAt.ToUnixTimeSeconds(), entry.Value.LastAt.ToUnixTimeSeconds(), entry.Value.Count,
        ]), """
        (tenant, name) DO UPDATE SET subject = excluded.subject, brand = excluded.brand, category = excluded.category, score = excluded.score,
          last_at = excluded.last_at, count = figure_threats.count + excluded.count
        """);
}
