using Dapper;

namespace Weir.Storage.Models;

/// <summary>
/// One run of the model cycle. <see cref="Stage"/> is the last stage that was completed; an unfinished row is one that runs, or
/// that was stopped half-way.
/// </summary>
public sealed record CycleRecord
{
    /// <summary>The number of the run.</summary>
    public long Id { get; init; }

    /// <summary>The name that people read.</summary>
    public required string Name { get; init; }

    /// <summary>Whose models: 0 is addresses, other numbers are tables.</summary>
    public int Channel { get; init; }

    /// <summary>False: the challenger is registered and judged, and not put to work. Default true.</summary>
    public bool Deploys { get; init; } = true;

    /// <summary>The last completed stage: begun, collected, labelled, snapshot, trained, evaluated, gated, done.</summary>
    public required string Stage { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last moved.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended; null when it has not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>promoted, refused, skipped, abandoned or failed; null when it has not ended.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why it ended so.</summary>
    public string? Reason { get; init; }

    /// <summary>The snapshot, once it is made.</summary>
    public string? DatasetHash { get; init; }

    /// <summary>The version of the challenger, once it is trained.</summary>
    public string? Challenger { get; init; }
}

/// <summary>The runs of the model cycle of a channel.</summary>
public sealed class CycleLog
{
    private const string Columns = """
        id, name, channel, deploys, stage, started_at AS StartedAt, updated_at AS UpdatedAt, finished_at AS FinishedAt, outcome, reason,
        dataset_hash AS DatasetHash, challenger
        """;

    private readonly Database _database;

    private readonly int _channel;

    internal CycleLog(Database database, int channel = ModelStore.UrlChannel) => (_database, _channel) = (database, channel);

    /// <summary>The runs of another channel.</summary>
    public CycleLog On(int channel) => new(_database, channel);

    /// <summary>Begins a run; one that does not deploy leaves its challenger registered and judged.</summary>
    public CycleRecord Begin(bool deploys = true) => _database.Write(connection =>
    {
        var number = connection.ExecuteScalar<long>("SELECT coalesce(max(id), 0) + 1 FROM cycles");
        var name = $"cycle-{number}";
        return connection.QuerySingle<CycleRecord>($"""
            INSERT INTO cycles (id, name, channel, deploys, stage, started_at, updated_at) VALUES (@number, @name, @channel, @deploys, 'begun', @now, @now) RETURNING {Columns}
            """, new { number, name, channel = _channel, deploys = deploys ? 1 : 0, now = _database.Now });
    });

    /// <summary>Keeps the progress of a run: its stage, snapshot and challenger.</summary>
    public void Advance(CycleRecord cycle) => _database.Write(connection =>
    {
        connection.Execute("UPDATE cycles SET stage = @Stage, updated_at = @now, dataset_hash = @DatasetHash, challenger = @Challenger WHERE id = @Id",
            new { cycle.Id, cycle.Stage, cycle.DatasetHash, cycle.Challenger, now = _database.Now });
    });

    /// <summary>Ends a run.</summary>
    public void Finish(long id, string outcome, string reason) => _database.Write(connection =>
    {
        connection.Execute("UPDATE cycles SET finished_at = @now, updated_at = @now, outcome = @outcome, reason = @reason WHERE id = @id",
            new { id, outcome, reason, now = _database.Now });
    });

    /// <summary>The run of the channel that has not ended, or null.</summary>
    public CycleRecord? Unfinished() => _database.Read(connection => connection.QueryFirstOrDefault<CycleRecord>(
        $"SELECT {Columns} FROM cycles WHERE finished_at IS NULL AND channel = @channel ORDER BY id DESC LIMIT 1", new { channel = _channel }));

    /// <summary>The runs of all channels that have not ended.</summary>
    public IReadOnlyList<CycleRecord> UnfinishedEverywhere() => _database.Read(connection => connection.Query<CycleRecord>(
        $"SELECT {Columns} FROM cycles WHERE finished_at IS NULL ORDER BY id").AsList());

    /// <summary>The newest runs of the channel, newest first; of those before a number when it is given.</summary>
    public IReadOnlyList<CycleRecord> Recent(int count, long before = long.MaxValue) => _database.Read(connection => connection.Query<CycleRecord>(
        $"SELECT {Columns} FROM cycles WHERE channel = @channel AND id < @before ORDER BY id DESC LIMIT @count", new { channel = _channel, count, before }).AsList());

    /// <summary>The newest runs of all channels, newest first.</summary>
    public IReadOnlyList<CycleRecord> RecentEverywhere(int count) => _database.Read(connection => connection.Query<CycleRecord>(
        $"SELECT {Columns} FROM cycles ORDER BY id DESC LIMIT @count", new { count }).AsList());

    /// <summary>How many runs of each channel ended with each outcome; channels without runs are not named.</summary>
    public IReadOnlyList<(int Channel, string Outcome, long Count)> CountEverywhere() => _database.Read(connection => connection.Query<(long Channel, string Outcome, long Count)>(
        "SELECT channel, outcome, count(*) FROM cycles WHERE outcome IS NOT NULL GROUP BY channel, outcome ORDER BY channel, outcome").Select(row => ((int)row.Channel, row.Outcome, row.Count)).ToList());

    /// <summary>How many runs of the channel ended with this outcome; null counts all that were begun.</summary>
    public long Count(string? outcome = null) => _database.Read(connection => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM cycles WHERE channel = @channel AND (@outcome IS NULL OR outcome = @outcome)", new { channel = _channel, outcome }));
}
