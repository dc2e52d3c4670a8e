using System.Data.Common;
using Dapper;

namespace Weir.Storage.Verdicts;

/// <summary>
/// Searches the history, however long it is, in a bounded time: it goes down the index that fits best and looks at no more than
/// <see cref="MostLooked"/> rows in one go.
/// </summary>
public sealed class VerdictHistory
{
    /// <summary>Most rows that one search looks at.</summary>
    public const int MostLooked = 10_000;

    // Of rows that lie apart each is a page of its own to read.
    private const int MostScattered = MostLooked / 4;

    // What it costs to look into the index of one more day, in rows.
    private const int DayCost = 25;

    private readonly Database _database;

    internal VerdictHistory(Database database) => _database = database;

    /// <summary>The verdict of a tenant with this number; null when there is none.</summary>
    public VerdictRow? Find(string tenant, long id) => _database.Read(connection => connection.QuerySingleOrDefault<VerdictRow>(
        $"SELECT {VerdictLog.Columns} FROM verdicts WHERE id = @id AND tenant = @tenant", new { id, tenant }));

    /// <summary>At most so many verdicts, newest first, with numbers below <paramref name="before"/>: the <see cref="VerdictPage.Next"/> of the page before.</summary>
    public VerdictPage Search(VerdictFilter filter, int limit, long? before = null) => _database.Read(connection =>
    {
        var from = filter.Since is { } since ? VerdictNumber.FirstOf(since) : 0;
        var to = Math.Min(before ?? long.MaxValue, filter.Until is { } until ? VerdictNumber.FirstOf(until) : long.MaxValue);
        var path = VerdictPath.Of(filter);
        return path.IsByDay ? ByDay(connection, path, limit, from, to) : Page(Look(connection, path, limit + 1, path.IsScattered ? MostScattered : MostLooked, null, from, to), limit);
    });

    private static VerdictPage ByDay(DbConnection connection, VerdictPath path, int limit, long from, long to)
    {
        if (connection.QuerySingle<(long? Oldest, long? Newest)>("SELECT (SELECT min(id) FROM verdicts), (SELECT max(id) FROM verdicts)") is not ({ } oldest, { } newest)) return new([], null);
        (from, to) = (Math.Max(from, oldest), Math.Min(to, newest + 1));
        var (rows, budget) = (new List<VerdictRow>(), MostLooked);
        for (var day = VerdictNumber.DayOf(Math.Max(0, to - 1)); day >= VerdictNumber.DayOf(from); day--)
        {
            if (budget <= 0) return new(rows, VerdictNumber.FirstOfDay(day + 1));
            var part = Look(connection, path, limit + 1 - rows.Count, budget, day, from, to);
            rows.AddRange(part.Rows);
            if (rows.Count > limit || part.Next is not null) return Page(part with { Rows = rows }, limit);
            budget -= part.Looked + DayCost;
        }

        return new(rows, null);
    }

    private static VerdictPage Page(Part part, int limit) =>
        part.Rows.Count > limit ? new([.. part.Rows.Take(limit)], part.Rows[limit - 1].Id) : new(part.Rows, part.Next);

    private static Part Look(DbConnection connection, VerdictPath path, int most, int budget, long? day, long from, long to)
    {
        var values = path.Values(day, from, to, budget, most);
        var rows = connection.Query<VerdictRow>(path.Rows, values).AsList();
        if (rows.Count >= most) return new(rows, null, budget);
        if (path.IsExact) return new(rows, null, rows.Count);
        var (looked, last) = connection.QuerySingle<(long Count, long? Last)>(path.Extent, values);
        return new(rows, looked < budget ? null : last, (int)looked);
    }

    private sealed record Part(List<VerdictRow> Rows, long? Next, int Looked);
}
