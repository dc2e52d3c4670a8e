using System.Data;
using System.Data.Common;
using Dapper;
using Weir.Detection;
using Weir.Storage.Engines;

namespace Weir.Storage.Monitoring;

/// <summary>Keeps a fixed number of verdicts a day, and the counts of every hour, however many verdicts there are.</summary>
public sealed class VerdictWatch
{
    private const string Mark = "verdicts";
    private const ulong Seed = 0x5EED;
    private const int ReadRows = 20_000;
    private readonly Database _database;

    internal VerdictWatch(Database database) => _database = database;

    /// <summary>The number of the last verdict that was taken; 0 before the first.</summary>
    public long Last() => _database.Read(LastOf);

    /// <summary>
    /// Takes verdicts that follow on those taken before, and remembers how far it came, in one transaction: none is counted twice, also
    /// when the same rows are offered again.
    /// </summary>
    /// <param name="verdicts">In the order of their ids.</param>
    /// <param name="rowsPerDay">How many are kept of each day.</param>
    public void Take(IReadOnlyList<WatchedVerdict> verdicts, int rowsPerDay) => _database.Write(connection =>
    {
        var last = LastOf(connection);
        var fresh = verdicts.Where(verdict => verdict.Id > last).ToList();
        if (fresh.Count == 0) return;
        foreach (var hour in fresh.GroupBy(verdict => verdict.At.ToUnixTimeSeconds() / 3600)) Count(connection, hour);
        foreach (var day in fresh.GroupBy(verdict => verdict.At.ToUnixTimeSeconds() / 86_400)) Sample(connection, day, rowsPerDay);
        connection.Execute("INSERT INTO watch_marks (name, last) VALUES (@Mark, @last) ON CONFLICT (name) DO UPDATE SET last = excluded.last",
            new { Mark, last = fresh[^1].Id });
    });

    /// <summary>Takes the URL verdicts that were logged since the last time; returns how many.</summary>
    public long TakeNew(int rowsPerDay, CancellationToken ct = default)
    {
        BeginAgainAfterEmptying();
        for (var all = 0L; ;)
        {
            ct.ThrowIfCancellationRequested();
            var fresh = NewRows();
            if (fresh.Count == 0) return all;
            Take(fresh, rowsPerDay);
            all += fresh.Count;
        }
    }

    /// <summary>The kept verdicts of whole days, from a time up to another.</summary>
    public IReadOnlyList<(DateTimeOffset At, string Subject)> Rows(DateTimeOffset from, DateTimeOffset to) => _database.Read(connection => connection.Query<Row>(
        "SELECT at, subject FROM watched_verdicts WHERE day >= @first AND day <= @last AND at >= @from AND at < @to ORDER BY place",
        new { first = from.ToUnixTimeSeconds() / 86_400, last = to.ToUnixTimeSeconds() / 86_400, from, to }).Select(row => (row.At, row.Subject)).ToList());

    /// <summary>The counts of the hours from a time up to another, oldest first; hours without a verdict are left out.</summary>
    public IReadOnlyList<VerdictHour> Hours(DateTimeOffset from, DateTimeOffset to) => _database.Read(connection => connection.Query<HourRow>(
        "SELECT hour, phishing, suspicious, benign, undecided FROM verdict_hours WHERE hour >= @first AND hour < @last ORDER BY hour",
        new { first = from.ToUnixTimeSeconds() / 3600, last = to.ToUnixTimeSeconds() / 3600 }).Select(row => row.ToHour()).ToList());

    private List<WatchedVerdict> NewRows() => _database.Read(connection => connection.Query<LoggedRow>(
        "SELECT id, at, subject, decision FROM verdicts WHERE id > @last AND channel = 0 ORDER BY id LIMIT @ReadRows", new { last = LastOf(connection), ReadRows })
        .Select(row => new WatchedVerdict(row.Id, row.At, row.Subject, (Decision)row.Decision)).ToList());

    // A log whose rows all went begins to count anew.
    private void BeginAgainAfterEmptying() => _database.Write(connection => connection.Execute(
        "DELETE FROM watch_marks WHERE name = @Mark AND last > (SELECT coalesce(max(id), 0) FROM verdicts)", new { Mark }));

    private static long LastOf(DbConnection connection) =>
        connection.ExecuteScalar<long?>("SELECT last FROM watch_marks WHERE name = @Mark", new { Mark }) ?? 0;

    private static void Count(DbConnection connection, IGrouping<long, WatchedVerdict> hour)
    {
        int Of(Decision decision) => hour.Count(verdict => verdict.Decision == decision);
        connection.Execute("""
            INSERT INTO verdict_hours (hour, phishing, suspicious, benign, undecided) VALUES (@hour, @phishing, @suspicious, @benign, @undecided)
            ON CONFLICT (hour) DO UPDATE SET phishing = verdict_hours.phishing + excluded.phishing, suspicious = verdict_hours.suspicious + excluded.suspicious,
              benign = verdict_hours.benign + excluded.benign, undecided = verdict_hours.undecided + excluded.undecided
            """, new
        {
            hour = hour.Key,
            phishing = Of(Decision.Phishing),
            suspicious = Of(Decision.Suspicious),
            benign = Of(Decision.Benign),
            undecided = Of(Decision.Unknown),
        });
    }

    private static void Sample(DbConnection connection, IGrouping<long, WatchedVerdict> day, int rows)
    {
        var drawn = new LowestHashes<WatchedVerdict>(rows, Seed);
        foreach (var verdict in day) drawn.Add((ulong)verdict.Id, verdict);
        Bulk.Insert(connection, "watched_verdicts", [("day", DbType.Int64), ("place", DbType.Int64), ("at", DbType.Int64), ("subject", DbType.String)],
            drawn.Rows.Select(row => (object?[])[day.Key, row.Place, row.Row.At.ToUnixTimeSeconds(), row.Row.Subject]));
        connection.Execute("""
            DELETE FROM watched_verdicts WHERE day = @day AND place >=
              (SELECT place FROM watched_verdicts WHERE day = @day ORDER BY place LIMIT 1 OFFSET @rows)
            """, new { day = day.Key, rows });
    }

    private sealed class LoggedRow
    {
        public long Id { get; init; }

        public DateTimeOffset At { get; init; }

        public string Subject { get; init; } = "";

        public long Decision { get; init; }
    }

    private sealed class Row
    {
        public DateTimeOffset At { get; init; }

        public string Subject { get; init; } = "";
    }

    private sealed class HourRow
    {
        public long Hour { get; init; }

        public long Phishing { get; init; }

        public long Suspicious { get; init; }

        public long Benign { get; init; }

        public long Undecided { get; init; }

        public VerdictHour ToHour() => new(DateTimeOffset.FromUnixTimeSeconds(Hour * 3600), Phishing, Suspicious, Benign, Undecided);
    }
}
