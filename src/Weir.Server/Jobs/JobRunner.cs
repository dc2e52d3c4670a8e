using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Pipeline.Files;
using Weir.Server.Models;
using Weir.Server.Schedules;
using Weir.Storage;
using Weir.Storage.Jobs;

namespace Weir.Server.Jobs;

/// <summary>
/// Gives the jobs of the store their turns, one chunk at a time, each with the champion of that moment. Whatever ends this process, the next one
/// goes on from the last chunk that was committed.
/// </summary>
internal sealed class JobRunner(
    Func<WeirStore?> store, JobFiles files, ServerOptions options, DetectorHolder holder, JobSignal signal, TimeProvider time, ILogger<JobRunner> log) : BackgroundService
{
    private const int MostOpen = 16;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    private readonly string _who = Guid.NewGuid().ToString("N");
    private readonly Dictionary<long, JobRun> _open = [];
    private readonly Dictionary<long, long> _elsewhere = [];
    private readonly TurnOrder _order = new();
    private DateTimeOffset _sweepAt = DateTimeOffset.MinValue;
    private string? _lastFault;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                if (!await TryTurnAsync(stoppingToken)) await signal.WaitAsync(Idle, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is committed stays; the rest is judged again.
        }
        finally
        {
            CloseAll();
        }
    }

    private async Task<bool> TryTurnAsync(CancellationToken ct)
    {
        try
        {
            if (store() is not { } open) return false;
            Sweep(open);
            var hadTurn = options.Role != ServerRole.Api && await TurnAsync(open, ct);
            _lastFault = null;
            return hadTurn;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested) // a door: a locked database must not end the jobs for good
        {
            if (fault.Message != _lastFault) ServerLog.JobsWait(log, fault.Message);
            _lastFault = fault.Message;
            CloseAll();
            return false;
        }
    }

    private void Sweep(WeirStore open)
    {
        if (time.GetUtcNow() < _sweepAt) return;
        _sweepAt = time.GetUtcNow() + SweepEvery;
        JobSweep.Run(open, files, options.Jobs, time);
    }

    private async Task<bool> TurnAsync(WeirStore open, CancellationToken ct)
    {
        var waiting = open.Jobs.Turns.Waiting(_who, Environment.MachineName);
        foreach (var gone in _open.Keys.Except(waiting.Select(job => job.Id)).ToList()) Close(open, gone);
        var now = time.GetTimestamp();
        var turn = _order.Next(waiting.Where(job => !_elsewhere.TryGetValue(job.Id, out var seen) || time.GetElapsedTime(seen, now) > Idle));
        if (turn is null) return false;
        if (Hold(open, turn.Id) is { } run) await ChunkAsync(open, run, ct);
        else _elsewhere[turn.Id] = now;
        return true;
    }

    private JobRun? Hold(WeirStore open, long id)
    {
        if (_open.TryGetValue(id, out var known)) return known;
        if (_open.Count >= MostOpen) Close(open, _open.MinBy(pair => pair.Value.LastTurn).Key);
        if (!files.Exists(id) || files.TryLock(id) is not { } held) return null;
        JobRun? run = null;
        try
        {
            if (open.Jobs.Turns.Claim(id, _who, Environment.MachineName, Lease) is not { } job) return null;
            run = JobRun.Open(job, files, held, time);
            _elsewhere.Remove(id);
            return _open[id] = run;
        }
        catch (Exception unreadable) when (unreadable is InputFileException or FileNotFoundException)
        {
            open.Jobs.Turns.Stop(id, _who, JobState.Failed, unreadable is InputFileException ? unreadable.Message : "A file of this job is missing; upload it again.");
            return null;
        }
        finally
        {
            if (run is null) held.Dispose();
        }
    }

    private async Task ChunkAsync(WeirStore open, JobRun run, CancellationToken ct)
    {
        var id = run.Job.Id;
        try
        {
            if (!files.HasRoom(options.Jobs.ChunkRows * 1024L)) throw new IOException("full");
            // Held anew before each chunk: a process that slept through its lease must not write where another goes on.
            if (open.Jobs.Turns.Claim(id, _who, Environment.MachineName, Lease) is null)
            {
                Close(open, id);
                return;
            }
            var progress = await run.TurnAsync(holder.Current.For(run.Job.Tenant), options.Jobs.ChunkRows, options.Jobs.Parallel, ct);
            Commit(open, run, progress);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && fault is not StoreException) // a door: one job must not stop the others
        {
            Stop(open, run, fault);
        }
    }

    private void Commit(WeirStore open, JobRun run, JobProgress progress)
    {
        var id = run.Job.Id;
        var fault = run.Damage ?? Beyond(progress);
        var state = open.Jobs.Turns.Commit(id, _who, progress with { IsEnd = progress.IsEnd && fault is null }, Lease);
        if (fault is not null && state is not null) open.Jobs.Turns.Stop(id, _who, JobState.Failed, fault);
        if (state == JobState.Running && fault is null) return;
        Close(open, id);
        if (state == JobState.Done && run.Job.Attempt > 0) DeleteBefore(run.Job);
    }

    private string? Beyond(JobProgress progress) =>
        progress.Rows > options.Jobs.MaxRows ? $"The file has more than {options.Jobs.MaxRows} rows, the most of one job (Jobs:MaxRows). Split it; the rows up to here are judged."
        : progress.TextAt > options.Jobs.MaxTextBytes ? $"The file unpacks to more than {options.Jobs.MaxTextBytes} bytes, eight times Jobs:MaxBytes. Split it; the rows up to here are judged."
        : null;

    private void Stop(WeirStore open, JobRun run, Exception fault)
    {
        var id = run.Job.Id;
        var (state, sentence) = fault switch
        {
            IOException when !files.Exists(id) => (JobState.Failed, "The files of this job were removed while it ran."),
            IOException => (JobState.Paused, $"The disk is full, or less than {options.Jobs.LeastFreeMiB} MiB of it are left (Jobs:LeastFreeMiB). Free some space, then let the job go on."),
            _ => (JobState.Failed, $"The server failed on a row after row {run.Job.Rows}. Its log holds the cause."),
        };
        ServerLog.JobStopped(log, fault, id);
        open.Jobs.Turns.Stop(id, _who, state, sentence);
        Close(open, id);
    }

    private void DeleteBefore(JobRecord job)
    {
        foreach (var path in (string[])[files.Result(job.Id, job.Attempt - 1), files.Errors(job.Id, job.Attempt - 1)]) File.Delete(path);
    }

    private void Close(WeirStore open, long id)
    {
        if (_open.Remove(id, out var run)) run.Dispose();
        open.Jobs.Turns.Release(id, _who);
    }

    private void CloseAll()
    {
        foreach (var (id, run) in _open)
        {
            run.Dispose();
            try
            {
                store()?.Jobs.Turns.Release(id, _who);
            }
            catch (StoreException) // the lease runs out by itself, and the lock is free already
            {
            }
        }
        _open.Clear();
    }
}
