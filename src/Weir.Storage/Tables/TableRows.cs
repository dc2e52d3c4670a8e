using System.Data;
using Dapper;
using Weir.Storage.Engines;

namespace Weir.Storage.Tables;

/// <summary>The rows of tables.</summary>
public sealed class TableRows
{
    private const int AtOnce = 2_000;
    private const int HashesAtOnce = 500;
    private const string Columns = "r.id, r.load_id AS LoadId, r.line, r.at, r.label, r.hash, r.cells";

    private readonly Database _database;

    internal TableRows(Database database) => _database = database;

    /// <summary>
    /// The rows of a table, load by load and in the order of their files, in flat memory; of one load when it is named, of those after or
    /// before a load when such is named. Rows that come while this runs may or may not be among them.
    /// </summary>
    public IEnumerable<StoredRow> Of(long tableId, long? loadId = null, long afterLoad = 0, long untilLoad = long.MaxValue)
    {
        var loads = _database.Read(connection => connection.Query<long>(
            "SELECT id FROM table_loads WHERE table_id = @tableId AND done = 1 AND id > @afterLoad AND id <= @untilLoad ORDER BY id", new { tableId, afterLoad, untilLoad }).AsList());
        foreach (var load in loads.Where(load => loadId is null || load == loadId))
        {
            for (var after = 0L; ;)
            {
                var page = Page(load, after);
                foreach (var row in page) yield return row;
                if (page.Count < AtOnce) break;
                after = page[^1].Id;
            }
        }
    }

    /// <summary>The first rows of a table behind a row, for lists; ordered by number.</summary>
    public IReadOnlyList<StoredRow> After(long tableId, long afterId, int most) => _database.Read(connection => connection.Query<StoredRow>($"""
        SELECT {Columns} FROM table_rows r JOIN table_loads l ON l.id = r.load_id
        WHERE l.table_id = @tableId AND l.done = 1 AND r.id > @afterId ORDER BY r.id LIMIT @most
        """, new { tableId, afterId, most }).AsList());

    /// <summary>The hashes of rows of later loads that a load or those before it have, too.</summary>
    public IReadOnlySet<long> KnownHashes(long tableId, long untilLoad) => _database.Read(connection => connection.Query<long>("""
        SELECT DISTINCT n.hash FROM table_rows n WHERE n.table_id = @tableId AND n.load_id > @untilLoad
          AND EXISTS (SELECT 1 FROM table_rows o WHERE o.table_id = n.table_id AND o.hash = n.hash AND o.load_id <= @untilLoad)
        """, new { tableId, untilLoad }, commandTimeout: TableLoadWriter.MostSeconds).ToHashSet());

    /// <summary>How many of some different rows, by hash and label (1 for phishing), a table holds.</summary>
    public long Held(long tableId, IReadOnlySet<(long Hash, long Label)> rows) => _database.Read(connection =>
    {
        var held = 0L;
        foreach (var some in rows.Select(row => row.Hash).Distinct().Chunk(HashesAtOnce))
        {
            held += connection.Query<(long, long)>("""
                SELECT DISTINCT hash, label FROM table_rows WHERE table_id = @tableId AND hash IN @some
                  AND load_id IN (SELECT id FROM table_loads WHERE table_id = @tableId AND done = 1)
                """, new { tableId, some }).Count(rows.Contains);
        }

        return held;
    });

    /// <summary>How the rows of a table repeat and contradict each other.</summary>
    public TableRepeats Repeats(long tableId) => _database.Read(connection => connection.QuerySingle<TableRepeats>("""
        SELECT COALESCE(sum(v.p + v.b), 0) AS Rows,
          COALESCE(sum(CASE WHEN v.p > 0 AND v.b > 0 THEN 2 ELSE 1 END), 0) AS DistinctRows,
          count(*) AS DistinctVectors,
          COALESCE(sum(CASE WHEN v.p > 0 AND v.b > 0 THEN 1 ELSE 0 END), 0) AS ContradictoryVectors,
          COALESCE(sum(CASE WHEN v.p > 0 AND v.b > 0 THEN v.p + v.b ELSE 0 END), 0) AS ContradictoryRows,
          COALESCE(sum(CASE WHEN v.p < v.b THEN v.p ELSE v.b END), 0) AS MinorityRows
        FROM (SELECT r.hash, sum(r.label) AS p, sum(1 - r.label) AS b FROM table_rows r
              WHERE r.table_id = @tableId AND r.load_id IN (SELECT id FROM table_loads WHERE table_id = @tableId AND done = 1) GROUP BY r.hash) v
        """, new { tableId }, commandTimeout: TableLoadWriter.MostSeconds));

    /// <summary>
    /// Writes what the rows of a table mean by another schema, and that schema, in one transaction. The rows come in any order; those that
    /// are not named stay as they are.
    /// </summary>
    public void Reread(long tableId, IEnumerable<(long Id, bool IsPhishing, long Hash)> rows, string schema, string fingerprint, string actor) => _database.Write(connection =>
    {
        using (var statement = new RepeatedStatement(connection, "UPDATE table_rows SET label = @p1, hash = @p2 WHERE id = @p3", DbType.Int64, DbType.Int64, DbType.Int64))
        {
            foreach (var (id, isPhishing, hash) in rows) statement.Execute(isPhishing ? 1L : 0L, hash, id);
        }

        connection.Execute("UPDATE table_loads SET phishing = (SELECT count(*) FROM table_rows r WHERE r.load_id = table_loads.id AND r.label = 1) WHERE table_id = @tableId AND done = 1", new { tableId }, commandTimeout: TableLoadWriter.MostSeconds);
        TableStore.SetSchema(connection, tableId, schema, fingerprint, actor, _database.Now);
    });

    private List<StoredRow> Page(long load, long after) => _database.Read(connection => connection.Query<StoredRow>(
        $"SELECT {Columns} FROM table_rows r WHERE r.load_id = @load AND r.id > @after ORDER BY r.id LIMIT @most", new { load, after, most = AtOnce }).AsList());
}
