using System.Diagnostics;
using Weir.Detection.Reference;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Files;
using Weir.Server.Models;
using Weir.Storage;
using Weir.Storage.Jobs;

namespace Weir.Server.Jobs;

/// <summary>A job that this process has its hands on: its files are open where the next chunk begins. What a crash left behind that place is cut off.</summary>
internal sealed class JobRun : IDisposable
{
    // How fast the rate that is shown follows the newest chunk.
    private const double Newest = 0.3;

    private readonly FileStream _lock;
    private readonly ChunkedCheck _check;
    private readonly FileStream _output;
    private readonly FileStream _errors;
    private readonly JobSummary _summary;
    private readonly IVerdictFormat _format;
    private readonly TimeProvider _time;
    private ServedDetector? _served;
    private BulkJudge? _judge;
    private JobProgress _progress;
    private long _lastEnd;

    private JobRun(JobRecord job, FileStream held, ChunkedCheck check, FileStream output, FileStream errors, TimeProvider time)
    {
        (Job, _lock, _check, _output, _errors, _time) = (job, held, check, output, errors, time);
        _summary = JobSummary.From(job.Summary);
        _format = job.Attempt == 0 ? new CsvVerdicts(isGuarded: true) : new RetriedVerdicts();
        _progress = new JobProgress { RunMs = job.RunMs, Rows = job.Rows, FailedRows = job.FailedRows, Rate = job.Rate };
        _lastEnd = time.GetTimestamp();
    }

    /// <summary>The job as it was when it was claimed.</summary>
    public JobRecord Job { get; }

    /// <summary>When its last turn ended, or it was opened.</summary>
    public long LastTurn => _lastEnd;

    /// <summary>What is wrong with the file as a whole, once its end was reached; null when nothing is.</summary>
    public string? Damage => _check.Source.Records.Damage is { } sentence ? sentence.Replace(_check.Source.File.Name, Job.Name, StringComparison.Ordinal) : null;

    /// <summary>Opens the files of a claimed job; the lock is this run's from now on. <see cref="InputFileException"/> when its input cannot be read.</summary>
    public static JobRun Open(JobRecord job, JobFiles files, FileStream held, TimeProvider time)
    {
        var opened = new List<IDisposable>();
        try
        {
            var check = new ChunkedCheck(Source(job, files), job.Rows + 1, ReferenceLists.Embedded.Suffixes);
            opened.Add(check);
            var output = At(files.Result(job.Id, job.Attempt), job.ResultBytes);
            opened.Add(output);
            var errors = At(files.Errors(job.Id, job.Attempt), job.ErrorBytes);
            return new JobRun(job, held, check, output, errors, time);
        }
        catch
        {
            opened.ForEach(one => one.Dispose());
            throw;
        }
    }

    /// <summary>Has a turn: some rows are judged, and their results are on the disk when this returns.</summary>
    public async Task<JobProgress> TurnAsync(ServedDetector served, int rows, int workers, CancellationToken ct)
    {
        var begun = _time.GetTimestamp();
        if (_output.Length == 0) Begin();
        var done = await _check.RunAsync(JudgeOf(served), rows, _output, _errors, _summary.Add, workers, LowPriority.Take, ct);
        _summary.Add(done.Decisions);
        _output.Flush(flushToDisk: true);
        _errors.Flush(flushToDisk: true);
        _progress = new JobProgress
        {
            ReadBytes = done.BytesRead,
            TextAt = done.Position,
            Line = done.Line,
            Rows = _progress.Rows + done.Rows,
            FailedRows = _progress.FailedRows + done.Errors,
            ResultBytes = _output.Length,
            ErrorBytes = _errors.Length,
            RunMs = _progress.RunMs + (long)_time.GetElapsedTime(begun).TotalMilliseconds,
            Rate = Rate(done.Rows),
            Summary = _summary.Store(),
            IsEnd = _check.IsEnded,
        };
        return _progress;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _check.Dispose();
        _output.Dispose();
        _errors.Dispose();
        _lock.Dispose();
    }

    private void Begin()
    {
        _output.Write(_format.Header(_check.Source));
        if (_errors.Length == 0) _errors.Write("row,reason,subject\n"u8);
    }

    private BulkJudge JudgeOf(ServedDetector served)
    {
        if (_judge is not null && ReferenceEquals(served, _served)) return _judge;
        _served = served;
        return _judge = new BulkJudge(ServedBlock.Of(served), _ => throw new UnreachableException("Jobs are judged without reasons."), served.Model?.Version ?? "", _format);
    }

    // Its waiting for the turns of others counts, too: that is what decides how long it takes.
    private double Rate(long rows)
    {
        var now = _time.GetTimestamp();
        var newest = rows / Math.Max(0.001, _time.GetElapsedTime(_lastEnd, now).TotalSeconds);
        _lastEnd = now;
        return _progress.Rate > 0 ? (_progress.Rate * (1 - Newest)) + (newest * Newest) : newest;
    }

    private static RowSource Source(JobRecord job, JobFiles files)
    {
        var shape = JobShapes.Read(job.Shape) ?? throw new InputFileException($"{job.Name} was never looked at; upload it again.");
        if (job.Attempt == 0) return RowSource.From(InputFile.Open(files.Input(job.Id), shape.Encoding), shape, job.TextAt, job.Line);
        var before = new FileStream(files.Result(job.Id, job.Attempt - 1), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        return RowSource.From(InputFile.FromOwn(before, job.Name), JobFiles.ResultShape(shape), job.TextAt, job.Line);
    }

    private static FileStream At(string path, long length)
    {
        var file = OwnerOnly.Open(path, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length < length)
        {
            file.Dispose();
            throw new InputFileException($"{Path.GetFileName(path)} of this job is shorter than what was written to it; start the job again from its file.");
        }
        file.SetLength(length);
        file.Seek(0, SeekOrigin.End);
        return file;
    }
}
