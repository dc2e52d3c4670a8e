using Microsoft.AspNetCore.Http;
using Weir.Pipeline.Files;
using Weir.Server.Live;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Jobs;

namespace Weir.Server.Jobs;

/// <summary>What people do with jobs, on a page or over HTTP: each act gives the job as it is then, or why it cannot be done.</summary>
internal sealed class JobActs(StoreDoor open, JobFiles files, JobSignal signal, LiveEvents live)
{
    /// <summary>What became of an act.</summary>
    public sealed record Outcome(JobRecord? Job, Problem? Problem);

    /// <summary>A job of the caller's tenant, or the problem that there is none.</summary>
    public Outcome Find(Caller caller, long id) => open().Jobs.Find(caller.Tenant, id) is { } job ? new(job, null) : new(null, Missing(id));

    /// <summary>Starts a job that is ready, its file read as it is chosen.</summary>
    public Outcome Start(Caller caller, long id, ShapeChoice choice)
    {
        if (Find(caller, id) is not { Job: { } job }) return new(null, Missing(id));
        if (job.State != JobState.Ready) return new(null, Conflict(job, "started", "It must be ready."));
        if (Reshape(caller, job, choice) is { } problem) return new(null, problem);
        return Step(caller, job, "started", "It must be ready.", store => store.Jobs.Start(caller.Tenant, id));
    }

    /// <summary>Looks at the file of a job anew under what is chosen; the problem when it cannot be read so, or no column is known.</summary>
    public Problem? Reshape(Caller caller, JobRecord job, ShapeChoice choice)
    {
        try
        {
            var known = JobShapes.Read(job.Shape);
            var shape = choice == new ShapeChoice() && known is not null ? known : ShapeDetector.Detect(files.Input(job.Id), ShapeHint.Of(job.Name, job.MediaType), choice, job.Name);
            if (shape != known && !RowPreview.HasRows(files.Input(job.Id), shape)) return Problem.BadRequest(JobIntake.NoRows(shape));
            if (shape != known) open().Jobs.Reshape(caller.Tenant, job.Id, JobShapes.Store(shape));
            return shape.UrlColumn >= 0 ? null : Problem.Invalid([new Fault("column", $"No column looks like addresses. Name one of {string.Join(", ", shape.Columns.Take(20))}.")]);
        }
        catch (InputFileException fault)
        {
            return Problem.BadRequest(fault.Message);
        }
        catch (IOException)
        {
            return new Problem(StatusCodes.Status409Conflict, "The file of this job cannot be read on this machine. Upload it again.");
        }
    }

    /// <summary>Stops a job for a while.</summary>
    public Outcome Pause(Caller caller, long id) => Step(caller, id, "paused", "It must be queued or running.", store => store.Jobs.Pause(caller.Tenant, id));

    /// <summary>Lets a job go on.</summary>
    public Outcome Resume(Caller caller, long id) => Step(caller, id, "resumed", "It must be paused or failed.", store => store.Jobs.Resume(caller.Tenant, id));

    /// <summary>Ends a job.</summary>
    public Outcome Cancel(Caller caller, long id) => Step(caller, id, "cancelled", "It has ended already.", store => store.Jobs.Cancel(caller.Tenant, id, caller.Name));

    /// <summary>Judges the failed rows again.</summary>
    public Outcome Retry(Caller caller, long id) => Step(caller, id, "retried", "It must be done, and some of its rows must have failed.", store => store.Jobs.Retry(caller.Tenant, id));

    /// <summary>Deletes a job and its files; the problem when there is none.</summary>
    public Problem? Delete(Caller caller, long id)
    {
        if (!open().Jobs.Delete(caller.Tenant, id, caller.Name)) return Find(caller, id).Job is { } job ? Conflict(job, "deleted", "Its file is just coming in.") : Missing(id);
        files.Delete(id);
        live.Publish(JobBeat.JobsTopic);
        return null;
    }

    private Outcome Step(Caller caller, long id, string done, string must, Func<WeirStore, bool> step) =>
        Find(caller, id) is { Job: { } job } ? Step(caller, job, done, must, step) : new(null, Missing(id));

    private Outcome Step(Caller caller, JobRecord job, string done, string must, Func<WeirStore, bool> step)
    {
        var isDone = step(open());
        signal.Wake();
        live.Publish(JobBeat.JobsTopic);
        var now = Find(caller, job.Id);
        return isDone || now.Job is null ? now : new(null, Conflict(now.Job, done, must));
    }

    private static Problem Missing(long id) => new(StatusCodes.Status404NotFound, $"There is no job {id}. GET /v1/jobs lists yours.");

    private static Problem Conflict(JobRecord job, string done, string must) => new(StatusCodes.Status409Conflict, $"Job {job.Id} is {job.State} and cannot be {done}. {must}");
}
