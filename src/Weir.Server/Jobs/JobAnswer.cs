using Weir.Pipeline.Files;
using Weir.Storage.Jobs;

namespace Weir.Server.Jobs;

/// <summary>A job as it is shown.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">The name of its file.</param>
/// <param name="Owner">Who made it.</param>
/// <param name="State">uploading, ready, queued, running, paused, cancelled, done or failed.</param>
/// <param name="Sentence">Why it is in this state, when that needs words.</param>
/// <param name="Bytes">Size of the file as it was sent.</param>
/// <param name="Shape">How the file is written, found out or chosen.</param>
/// <param name="Preview">The first rows, for a single job that waits for its start.</param>
/// <param name="Rows">Rows judged so far.</param>
/// <param name="FailedRows">Of them, rows that could not be judged.</param>
/// <param name="Progress">Share that is done, 0..1.</param>
/// <param name="RowsPerSecond">Rows a second of late; null unless it runs.</param>
/// <param name="SecondsLeft">How long it will take at that rate; null when nobody knows.</param>
/// <param name="Seconds">Time that was spent judging.</param>
/// <param name="Attempt">How often its failed rows were judged again.</param>
/// <param name="CreatedAt">When the file came in.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Summary">What its rows came to, so far.</param>
internal sealed record JobAnswer(
    long Id, string Name, string Owner, string State, string? Sentence, long Bytes, ShownShape? Shape, IReadOnlyList<IReadOnlyList<string>>? Preview, long Rows, long FailedRows,
    double Progress, double? RowsPerSecond, double? SecondsLeft, double Seconds, int Attempt, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, JobFigures Summary)
{
    private const int ShownNames = 20;
    private const int PreviewRows = 10;
    private const int PreviewCell = 200;

    /// <summary>A job as it is shown, without its first rows.</summary>
    public static JobAnswer Of(JobRecord job)
    {
        var progress = job.State == JobState.Done ? 1 : job.TotalBytes == 0 ? 0 : Math.Min(1, (double)job.ReadBytes / job.TotalBytes);
        var isRunning = job.State == JobState.Running && job.Rate > 0;
        var figures = JobSummary.Read(job.Summary);
        return new JobAnswer(
            job.Id, job.Name, job.Owner, job.State, job.Sentence, job.Bytes, JobShapes.Read(job.Shape) is { } shape ? JobShapes.Shown(shape) : null, null, job.Rows, job.FailedRows,
            Math.Round(progress, 4), isRunning ? Math.Round(job.Rate, 1) : null, isRunning && progress > 0 ? Math.Round(job.Rows / progress * (1 - progress) / job.Rate, 1) : null,
            job.RunMs / 1000.0, job.Attempt, job.CreatedAt, job.StartedAt, job.EndedAt,
            figures with { Domains = [.. figures.Domains.Take(ShownNames)], Brands = [.. figures.Brands.Take(ShownNames)] });
    }

    /// <summary>A job with the first rows of its file while it waits for its start.</summary>
    public static JobAnswer WithPreview(JobRecord job, JobFiles files) => Of(job) with { Preview = job.State == JobState.Ready ? FirstRows(job, files) : null };

    /// <summary>The first rows as they will be read; none when they cannot be.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> FirstRows(JobRecord job, JobFiles files)
    {
        try
        {
            return JobShapes.Read(job.Shape) is { } shape ? RowPreview.Read(files.Input(job.Id), shape, PreviewRows, PreviewCell) : [];
        }
        catch (Exception fault) when (fault is InputFileException or IOException)
        {
            return [];
        }
    }
}
