using Dapper;

namespace Weir.Storage.Monitoring;

/// <summary>What the watch over models keeps: references, verdicts of each day, counts of each hour, reports.</summary>
public sealed class WatchStore
{
    private readonly Database _database;

    internal WatchStore(Database database)
    {
        _database = database;
        Verdicts = new VerdictWatch(database);
        Samples = new SampleWatch(database);
    }

    /// <summary>Verdicts by day and hour.</summary>
    public VerdictWatch Verdicts { get; }

    /// <summary>Draws of labelled samples.</summary>
    public SampleWatch Samples { get; }

    /// <summary>Keeps what the model with this hash is compared with; replaces what was kept before.</summary>
    public void KeepReference(string sha256, byte[] content) => _database.Write(connection =>
    {
        connection.Execute("""
            INSERT INTO model_references (sha256, made_at, content) VALUES (@sha256, @now, @content)
            ON CONFLICT (sha256) DO UPDATE SET made_at = excluded.made_at, content = excluded.content
            """, new { sha256, now = _database.Now, content });
    });

    /// <summary>What a model is compared with; null when nothing was kept, as for models that were imported.</summary>
    public byte[]? Reference(string sha256) => _database.Read(connection => connection.QuerySingleOrDefault<byte[]>(
        "SELECT content FROM model_references WHERE sha256 = @sha256", new { sha256 }));

    /// <summary>Keeps a report.</summary>
    public void KeepReport(DateTimeOffset at, string model, bool asks, byte[] content) => _database.Write(connection =>
    {
        connection.Execute("INSERT INTO drift_reports (at, model, asks, content) VALUES (@at, @model, @asks, @content)", new { at, model, asks, content });
    });

    /// <summary>The newest reports, newest first.</summary>
    public IReadOnlyList<KeptReport> Reports(int count = 1) => _database.Read(connection => connection.Query<ReportRow>(
        "SELECT id, at, model, asks, content FROM drift_reports ORDER BY at DESC, id DESC LIMIT @count", new { count })
        .Select(row => new KeptReport(row.Id, row.At, row.Model, row.Asks, row.Content)).ToList());

    /// <summary>One report; null when there is none of this number.</summary>
    public KeptReport? Report(long id) => _database.Read(connection => connection.QuerySingleOrDefault<ReportRow>(
        "SELECT id, at, model, asks, content FROM drift_reports WHERE id = @id", new { id }) is { } row ? new KeptReport(row.Id, row.At, row.Model, row.Asks, row.Content) : null);

    /// <summary>The reports before a number without their contents, the newest first.</summary>
    public IReadOnlyList<KeptReport> List(int count, long before = long.MaxValue) => _database.Read(connection => connection.Query<ReportRow>(
        "SELECT id, at, model, asks FROM drift_reports WHERE id < @before ORDER BY id DESC LIMIT @count", new { count, before })
        .Select(row => new KeptReport(row.Id, row.At, row.Model, row.Asks, [])).ToList());

    /// <summary>
    /// Forgets what is old: days and hours of verdicts before a time, reports before a time, all but the last report of each day before
    /// another, and references of models that are no longer registered. Returns how many rows went.
    /// </summary>
    public long Clean(DateTimeOffset verdictsBefore, DateTimeOffset reportsBefore, DateTimeOffset thinBefore) => _database.Write(connection =>
        (long)connection.Execute("DELETE FROM watched_verdicts WHERE day < @day", new { day = verdictsBefore.ToUnixTimeSeconds() / 86_400 })
        + connection.Execute("DELETE FROM verdict_hours WHERE hour < @hour", new { hour = verdictsBefore.ToUnixTimeSeconds() / 3600 })
        + connection.Execute("DELETE FROM drift_reports WHERE at < @reportsBefore", new { reportsBefore })
        + connection.Execute("DELETE FROM drift_reports WHERE at < @thinBefore AND id NOT IN (SELECT max(id) FROM drift_reports GROUP BY at / 86400)", new { thinBefore })
        + connection.Execute("DELETE FROM model_references WHERE sha256 NOT IN (SELECT sha256 FROM models)"));

    private sealed class ReportRow
    {
        public long Id { get; init; }

        public DateTimeOffset At { get; init; }

        public string Model { get; init; } = "";

        public bool Asks { get; init; }

        public byte[] Content { get; init; } = [];
    }
}
