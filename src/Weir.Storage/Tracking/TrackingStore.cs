using Dapper;
using Weir.Storage.Models;

namespace Weir.Storage.Tracking;

/// <summary>How far a tracking server has been told, and how it fares.</summary>
public sealed record TrackingState
{
    /// <summary>The last model event it knows.</summary>
    public long EventId { get; init; }

    /// <summary>The last ended cycle it knows.</summary>
    public long CycleId { get; init; }

    /// <summary>Attempts in a row that failed.</summary>
    public int Failures { get; init; }

    /// <summary>Not tried again before.</summary>
    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Why the last attempt failed; null when it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>When it last took something.</summary>
    public DateTimeOffset? LastOkAt { get; init; }
}

/// <summary>What a tracking server calls a model or cycle of ours.</summary>
public sealed record TrackedRun
{
    /// <summary>Its run.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Where the files of the run lie.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary>Its version of the registered model; null before it has one.</summary>
    public string? ModelVersion { get; init; }
}

/// <summary>
/// The outbox towards tracking servers. It holds no copies: model events and ended cycles are kept anyway, and each server has a place in
/// them up to which it was told.
/// </summary>
public sealed class TrackingStore
{
    private readonly Database _database;

    internal TrackingStore(Database database) => _database = database;

    /// <summary>How far a server has been told.</summary>
    public TrackingState State(string server) => _database.Read(connection => connection.QueryFirstOrDefault<TrackingState>("""
        SELECT event_id AS EventId, cycle_id AS CycleId, failures, not_before AS NotBefore, last_error AS LastError, last_ok_at AS LastOkAt
        FROM tracking_servers WHERE server = @server
        """, new { server })) ?? new TrackingState();

    /// <summary>The steps of models after one of them, oldest first.</summary>
    public IReadOnlyList<ModelEvent> Events(long after, int most) => _database.Read(connection => connection.Query<EventRow>(
        "SELECT id, at, kind, version, previous, actor, reason FROM model_events WHERE id > @after ORDER BY id LIMIT @most", new { after, most })
        .Select(row => row.ToEvent()).ToList());

    /// <summary>The cycles after one of them that have ended, oldest first.</summary>
    public IReadOnlyList<CycleRecord> Cycles(long after, int most) => _database.Read(connection => connection.Query<CycleRecord>("""
        SELECT id, name, channel, deploys, stage, started_at AS StartedAt, updated_at AS UpdatedAt, finished_at AS FinishedAt, outcome, reason,
          dataset_hash AS DatasetHash, challenger
        FROM cycles WHERE id > @after AND finished_at IS NOT NULL ORDER BY id LIMIT @most
        """, new { after, most }).AsList());

    /// <summary>How much a server is still to be told.</summary>
    public long Waiting(string server) => _database.Read(connection => connection.ExecuteScalar<long>("""
        SELECT (SELECT count(*) FROM model_events WHERE id > coalesce((SELECT event_id FROM tracking_servers WHERE server = @server), 0))
          + (SELECT count(*) FROM cycles WHERE finished_at IS NOT NULL AND id > coalesce((SELECT cycle_id FROM tracking_servers WHERE server = @server), 0))
        """, new { server }));

    /// <summary>Takes a server for one sender; false while another has it.</summary>
    public bool TryClaim(string server, TimeSpan span) => _database.Write(connection =>
    {
        connection.Execute("INSERT INTO tracking_servers (server) VALUES (@server) ON CONFLICT (server) DO NOTHING", new { server });
        return connection.Execute(
            "UPDATE tracking_servers SET claimed_until = @until WHERE server = @server AND (claimed_until <= @now OR claimed_until > @until)",
            new { server, now = _database.Now, until = _database.Now + span }) == 1;
    });

    /// <summary>Gives a server back.</summary>
    public void Release(string server) => Update("UPDATE tracking_servers SET claimed_until = 0 WHERE server = @server", new { server });

    /// <summary>Notes that a server was told of an event.</summary>
    public void EventSent(string server, long id, TimeSpan claim) => Update(
        "UPDATE tracking_servers SET event_id = @id, failures = 0, not_before = 0, last_error = NULL, last_ok_at = @now, claimed_until = @until WHERE server = @server",
        new { server, id, now = _database.Now, until = _database.Now + claim });

    /// <summary>Notes that a server was told of the end of a cycle.</summary>
    public void CycleSent(string server, long id, TimeSpan claim) => Update(
        "UPDATE tracking_servers SET cycle_id = @id, failures = 0, not_before = 0, last_error = NULL, last_ok_at = @now, claimed_until = @until WHERE server = @server",
        new { server, id, now = _database.Now, until = _database.Now + claim });

    /// <summary>Notes that a server could not be told; it is not tried again before a time.</summary>
    public void Failed(string server, string error, DateTimeOffset notBefore) => Update(
        "UPDATE tracking_servers SET failures = failures + 1, not_before = @notBefore, last_error = @error WHERE server = @server",
        new { server, error, notBefore });

    /// <summary>What a server calls a subject, or null.</summary>
    public TrackedRun? Run(string server, string subject) => _database.Read(connection => connection.QueryFirstOrDefault<TrackedRun>(
        "SELECT run_id AS RunId, artifact_uri AS ArtifactUri, model_version AS ModelVersion FROM tracking_runs WHERE server = @server AND subject = @subject",
        new { server, subject }));

    /// <summary>Keeps what a server calls a subject.</summary>
    public void Keep(string server, string subject, TrackedRun run) => Update("""
        INSERT INTO tracking_runs (server, subject, run_id, artifact_uri, model_version) VALUES (@server, @subject, @RunId, @ArtifactUri, @ModelVersion)
        ON CONFLICT (server, subject) DO UPDATE SET run_id = excluded.run_id, artifact_uri = excluded.artifact_uri, model_version = excluded.model_version
        """, new { server, subject, run.RunId, run.ArtifactUri, run.ModelVersion });

    private void Update(string statement, object values) => _database.Write(connection =>
    {
        connection.Execute(statement, values);
    });
}
