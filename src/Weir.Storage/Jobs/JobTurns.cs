using Dapper;

namespace Weir.Storage.Jobs;

/// <summary>A job that wants turns.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Owner">Who made it.</param>
public sealed record WaitingJob(long Id, string Tenant, string Owner)
{
    /// <summary>For the mapper.</summary>
    public WaitingJob() : this(0, "", "") { }
}

/// <summary>How processes share the running of jobs: who has a job holds a lease on it, and says after each chunk how far it is.</summary>
public sealed class JobTurns
{
    private const int MostWaiting = 2000;

    // Of each person only the oldest are given out: whoever queues thousands must not hide the others.
    private const int MostOfPerson = 50;

    private readonly Database _database;

    internal JobTurns(Database database) => _database = database;

    /// <summary>Jobs that want turns and are not held by another machine, oldest first; of each person the oldest 50.</summary>
    public IReadOnlyList<WaitingJob> Waiting(string who, string machine) => _database.Read(connection => connection.Query<WaitingJob>("""
        SELECT id, tenant, owner FROM (
          SELECT id, tenant, owner, row_number() OVER (PARTITION BY tenant, owner ORDER BY id) AS place FROM jobs WHERE (state = 'queued' OR state = 'running')
            AND (claimed_by IS NULL OR claimed_by = @who OR claimed_on = @machine OR lease_until < @now)) waiting
        WHERE place <= @MostOfPerson ORDER BY place, id LIMIT @MostWaiting
        """, new { who, machine, now = _database.Now, MostOfPerson, MostWaiting }).OrderBy(job => job.Id).ToList());

    /// <summary>
    /// Takes a job, or goes on holding it: null when it wants no turns, or another machine holds it. A holder on the same machine is taken
    /// over: the caller must have the lock of the job's directory, which only the death of that holder can have left free.
    /// </summary>
    public JobRecord? Claim(long id, string who, string machine, TimeSpan lease) => _database.Write(connection => connection.QuerySingleOrDefault<JobRecord>($"""
        UPDATE jobs SET state = @running, claimed_by = @who, claimed_on = @machine, lease_until = @until, changed = CASE WHEN state = @running THEN changed ELSE @changed END
        WHERE id = @id AND (state = @queued OR state = @running) AND (claimed_by IS NULL OR claimed_by = @who OR claimed_on = @machine OR lease_until < @now)
        RETURNING {JobStore.Columns}
        """, new { id, who, machine, running = JobState.Running, queued = JobState.Queued, now = _database.Now, until = _database.Now + lease, changed = Changed() }));

    /// <summary>
    /// Says how far a job is, and holds it longer; the state it is in now, null when it is not the caller's any more or is gone. A job that a
    /// person paused meanwhile keeps that state, unless this was its end.
    /// </summary>
    public string? Commit(long id, string who, JobProgress progress, TimeSpan lease) => _database.Write(connection => connection.QuerySingleOrDefault<string>("""
        UPDATE jobs SET read_bytes = @ReadBytes, text_at = @TextAt, line = @Line, row_count = @Rows, failed_rows = @FailedRows, result_bytes = @ResultBytes,
          error_bytes = @ErrorBytes, run_ms = @RunMs, rate = @Rate, summary = @Summary, lease_until = @until, changed = @changed,
          state = CASE WHEN @end = 1 AND state <> @cancelled THEN @done ELSE state END,
          ended_at = CASE WHEN @end = 1 AND state <> @cancelled THEN @now ELSE ended_at END
        WHERE id = @id AND claimed_by = @who RETURNING state
        """, new
    {
        id,
        who,
        progress.ReadBytes,
        progress.TextAt,
        progress.Line,
        progress.Rows,
        progress.FailedRows,
        progress.ResultBytes,
        progress.ErrorBytes,
        progress.RunMs,
        progress.Rate,
        progress.Summary,
        until = _database.Now + lease,
        changed = Changed(),
        end = progress.IsEnd ? 1 : 0,
        cancelled = JobState.Cancelled,
        done = JobState.Done,
        now = _database.Now,
    }));

    /// <summary>Lets a job go; another may take it.</summary>
    public void Release(long id, string who) => _database.Write(connection =>
        connection.Execute("UPDATE jobs SET claimed_by = NULL, claimed_on = NULL, lease_until = 0 WHERE id = @id AND claimed_by = @who", new { id, who }));

    /// <summary>A job cannot go on: failed for good, or paused until a person has seen to it.</summary>
    public void Stop(long id, string who, string state, string sentence) => _database.Write(connection => connection.Execute("""
        UPDATE jobs SET state = @state, sentence = @sentence, ended_at = @ended, rate = 0, claimed_by = NULL, claimed_on = NULL, lease_until = 0, changed = @changed
        WHERE id = @id AND claimed_by = @who AND state IN ('queued', 'running')
        """, new { id, who, state, sentence, ended = state == JobState.Failed ? _database.Now : (DateTimeOffset?)null, changed = Changed() }));

    /// <summary>Jobs whose file is coming in on a machine, or was when the process ended that took it.</summary>
    public IReadOnlyList<long> Uploading(string machine) => _database.Read(connection =>
        connection.Query<long>("SELECT id FROM jobs WHERE state = 'uploading' AND claimed_on = @machine", new { machine }).AsList());

    /// <summary>The upload of a job was cut off: it is told so.</summary>
    public void CutOff(long id, string sentence) => _database.Write(connection => connection.Execute(
        "UPDATE jobs SET state = @state, sentence = @sentence, ended_at = @now, changed = @changed WHERE id = @id AND state = 'uploading'",
        new { id, state = JobState.Failed, sentence, now = _database.Now, changed = Changed() }));

    /// <summary>Deletes jobs that ended, or were made and never started, before a time; their numbers.</summary>
    public IReadOnlyList<long> Expire(DateTimeOffset before) => _database.Write(connection => connection.Query<long>("""
        DELETE FROM jobs WHERE COALESCE(ended_at, created_at) < @before AND state IN ('done', 'failed', 'cancelled', 'ready', 'uploading') RETURNING id
        """, new { before }).AsList());

    /// <summary>Which of these numbers are jobs.</summary>
    public IReadOnlySet<long> Known(IReadOnlyList<long> ids) => _database.Read(connection =>
        ids.Chunk(500).SelectMany(some => connection.Query<long>("SELECT id FROM jobs WHERE id IN @some", new { some })).ToHashSet());

    private long Changed() => _database.Now.ToUnixTimeMilliseconds();
}
