using System.Data.Common;
using Dapper;
using Weir.Storage.Settings;

namespace Weir.Storage.Jobs;

/// <summary>Batch jobs as people see and steer them; every step names the states it may be taken from. For their turns see <see cref="JobTurns"/>.</summary>
public sealed class JobStore
{
    internal const string Columns = """
        id, tenant, owner, name, media_type AS MediaType, state, sentence, shape, bytes, attempt, created_at AS CreatedAt,
        started_at AS StartedAt, ended_at AS EndedAt, total_bytes AS TotalBytes, read_bytes AS ReadBytes, text_at AS TextAt, line,
        row_count AS Rows, failed_rows AS FailedRows, result_bytes AS ResultBytes, error_bytes AS ErrorBytes, run_ms AS RunMs, rate, summary,
        claimed_by AS ClaimedBy, claimed_on AS ClaimedOn, lease_until AS LeaseUntil
        """;

    private readonly Database _database;

    internal JobStore(Database database) => (_database, Turns) = (database, new JobTurns(database));

    /// <summary>What those ask who run the jobs.</summary>
    public JobTurns Turns { get; }

    /// <summary>Gives a file that is about to come in its number.</summary>
    public long Begin(string tenant, string owner, string name, string mediaType, string machine) => _database.Write(connection => connection.QuerySingle<long>("""
        INSERT INTO jobs (tenant, owner, name, media_type, state, claimed_on, created_at, changed)
        VALUES (@tenant, @owner, @name, @mediaType, @state, @machine, @now, @changed) RETURNING id
        """, new { tenant, owner, name, mediaType, state = JobState.Uploading, machine, now = _database.Now, changed = Changed() }));

    /// <summary>The file is on the disk: the job is ready, or starts at once.</summary>
    public void Arrived(long id, long bytes, string shape, bool start, string actor, string? sentence = null) => _database.Write(connection =>
    {
        connection.Execute("""
            UPDATE jobs SET bytes = @bytes, total_bytes = @bytes, shape = @shape, sentence = @sentence, state = @state, started_at = @started, claimed_on = NULL, changed = @changed WHERE id = @id
            """, new { id, bytes, shape, sentence, state = start ? JobState.Queued : JobState.Ready, started = start ? _database.Now : (DateTimeOffset?)null, changed = Changed() });
        AuditLog.Append(connection, _database.Now, actor, "job.create", Subject(id), $"{bytes} bytes");
    });

    /// <summary>Forgets a job whose file did not arrive.</summary>
    public void Forget(long id) => _database.Write(connection => connection.Execute("DELETE FROM jobs WHERE id = @id AND state = @state", new { id, state = JobState.Uploading }));

    /// <summary>A job of a tenant; null when it has none of this number.</summary>
    public JobRecord? Find(string tenant, long id) => _database.Read(connection =>
        connection.QuerySingleOrDefault<JobRecord>($"SELECT {Columns} FROM jobs WHERE id = @id AND tenant = @tenant", new { id, tenant }));

    /// <summary>Jobs of a tenant below a number, newest first, all or those in one state.</summary>
    public IReadOnlyList<JobRecord> List(string tenant, string? state, long? below, int count) => _database.Read(connection => connection.Query<JobRecord>($"""
        SELECT {Columns} FROM jobs WHERE tenant = @tenant AND id < @below AND (@state = '' OR state = @state) ORDER BY id DESC LIMIT @count
        """, new { tenant, state = state ?? "", below = below ?? long.MaxValue, count }).AsList());

    /// <summary>Says how the file of a job is written that waits for its start; false when it does not.</summary>
    public bool Reshape(string tenant, long id, string shape) => _database.Write(connection => connection.Execute(
        "UPDATE jobs SET shape = @shape, sentence = NULL, changed = @changed WHERE id = @id AND tenant = @tenant AND state = @state",
        new { id, tenant, shape, state = JobState.Ready, changed = Changed() }) > 0);

    /// <summary>Starts a job that is ready.</summary>
    public bool Start(string tenant, long id) => Step(tenant, id, [JobState.Ready], JobState.Queued, "started_at = @now");

    /// <summary>Stops a job for a while, after the chunk that is being judged.</summary>
    public bool Pause(string tenant, long id) => Step(tenant, id, [JobState.Queued, JobState.Running], JobState.Paused, "rate = 0");

    /// <summary>Lets a paused job go on, or one that failed, from its last chunk.</summary>
    public bool Resume(string tenant, long id) => Step(tenant, id, [JobState.Paused, JobState.Failed], JobState.Queued, "sentence = NULL, ended_at = NULL");

    /// <summary>Ends a job before it is done.</summary>
    public bool Cancel(string tenant, long id, string actor) => _database.Write(connection =>
    {
        if (!Step(connection, tenant, id, [JobState.Ready, JobState.Queued, JobState.Running, JobState.Paused], JobState.Cancelled, "ended_at = @now, rate = 0")) return false;
        AuditLog.Append(connection, _database.Now, actor, "job.cancel", Subject(id), "");
        return true;
    });

    /// <summary>Judges the failed rows of a job again that is done: the next attempt reads the result of the one before.</summary>
    public bool Retry(string tenant, long id) => _database.Write(connection => connection.Execute("""
        UPDATE jobs SET state = @queued, attempt = attempt + 1, sentence = NULL, started_at = @now, ended_at = NULL, total_bytes = result_bytes, read_bytes = 0,
          text_at = 0, line = 1, row_count = 0, failed_rows = 0, result_bytes = 0, error_bytes = 0, run_ms = 0, rate = 0, summary = '', changed = @changed
        WHERE id = @id AND tenant = @tenant AND state = @done AND failed_rows > 0
        """, new { id, tenant, queued = JobState.Queued, done = JobState.Done, now = _database.Now, changed = Changed() }) > 0);

    /// <summary>Deletes a job whose file is not just coming in; its files are the caller's.</summary>
    public bool Delete(string tenant, long id, string actor) => _database.Write(connection =>
    {
        var name = connection.QuerySingleOrDefault<string>("DELETE FROM jobs WHERE id = @id AND tenant = @tenant AND state <> @state RETURNING name", new { id, tenant, state = JobState.Uploading });
        if (name is null) return false;
        AuditLog.Append(connection, _database.Now, actor, "job.delete", Subject(id), "");
        return true;
    });

    /// <summary>When any job last changed, Unix milliseconds; 0 when there is none.</summary>
    public long LastChange() => _database.Read(connection => connection.ExecuteScalar<long?>("SELECT MAX(changed) FROM jobs") ?? 0);

    private bool Step(string tenant, long id, string[] from, string to, string also) => _database.Write(connection => Step(connection, tenant, id, from, to, also));

    private bool Step(DbConnection connection, string tenant, long id, string[] from, string to, string also) => connection.Execute(
        $"UPDATE jobs SET state = @to, changed = @changed, {also} WHERE id = @id AND tenant = @tenant AND state IN @from",
        new { id, tenant, from, to, now = _database.Now, changed = Changed() }) > 0;

    private long Changed() => _database.Now.ToUnixTimeMilliseconds();

    private static string Subject(long id) => $"job {id}";
}
