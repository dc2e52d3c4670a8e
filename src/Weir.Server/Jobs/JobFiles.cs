using System.Globalization;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Files;
using Weir.Storage;
using Weir.Storage.Jobs;

namespace Weir.Server.Jobs;

/// <summary>The files of jobs: <c>jobs/ID</c> of the data directory, with what was sent, a result for each attempt, and its errors.</summary>
internal sealed class JobFiles(string dataDirectory, JobSettings settings)
{
    private readonly string _root = Path.Combine(dataDirectory, "jobs");

    /// <summary>What was sent.</summary>
    public string Input(long id) => Path.Combine(Folder(id), "input");

    /// <summary>The result of an attempt.</summary>
    public string Result(long id, int attempt) => Path.Combine(Folder(id), string.Create(CultureInfo.InvariantCulture, $"result-{attempt}.csv"));

    /// <summary>The rows of an attempt that could not be judged.</summary>
    public string Errors(long id, int attempt) => Path.Combine(Folder(id), string.Create(CultureInfo.InvariantCulture, $"errors-{attempt}.csv"));

    /// <summary>Whether the files of a job lie on a disk that this process sees.</summary>
    public bool Exists(long id) => Directory.Exists(Folder(id));

    /// <summary>Makes the directory of a job.</summary>
    public void Create(long id)
    {
        OwnerOnly.MakeDirectory(_root);
        OwnerOnly.MakeDirectory(Folder(id));
    }

    /// <summary>Deletes all files of a job; what cannot be deleted now is swept up later.</summary>
    public void Delete(long id)
    {
        try
        {
            if (Exists(id)) Directory.Delete(Folder(id), recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>
    /// The lock of a job's directory, which the system frees when its holder dies; null while another process of this machine has it.
    /// </summary>
    public FileStream? TryLock(long id)
    {
        try
        {
            return new FileStream(Path.Combine(Folder(id), "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The numbers whose directories are there.</summary>
    public IReadOnlyList<long> All() => !Directory.Exists(_root) ? [] :
        [.. new DirectoryInfo(_root).GetDirectories().Select(folder => long.TryParse(folder.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0)];

    /// <summary>Whether so many bytes more leave enough of the disk free.</summary>
    public bool HasRoom(long bytes)
    {
        var folder = new DirectoryInfo(_root);
        while (!folder.Exists && folder.Parent is { } parent) folder = parent;
        return new DriveInfo(folder.FullName).AvailableFreeSpace - bytes >= (long)settings.LeastFreeMiB << 20;
    }

    /// <summary>How the result of a job is written: the columns of its input, and those that were added.</summary>
    public static FileShape ResultShape(FileShape input) => new()
    {
        Format = FileFormat.Csv,
        Delimiter = input.Delimiter == 0 ? (byte)',' : input.Delimiter,
        HasHeader = true,
        Columns = [.. input.Columns, .. CsvVerdicts.Added],
        UrlColumn = input.UrlColumn,
    };

    /// <summary>
    /// The result that can be had of a job, as far as it counts, and which attempt it is of: that before, while rows are judged again. Null while there is none.
    /// </summary>
    public (PartOfFile File, int Attempt)? OpenResult(JobRecord job) => Open(job, Result, job.ResultBytes);

    /// <summary>The list of errors that belongs to <see cref="OpenResult"/>.</summary>
    public (PartOfFile File, int Attempt)? OpenErrors(JobRecord job) => Open(job, Errors, job.ErrorBytes);

    private static (PartOfFile, int)? Open(JobRecord job, Func<long, int, string> path, long bytes)
    {
        var isBefore = job.Attempt > 0 && job.State != JobState.Done;
        if (!isBefore && bytes == 0) return null;
        var attempt = isBefore ? job.Attempt - 1 : job.Attempt;
        var file = new FileInfo(path(job.Id, attempt));
        return file.Exists ? (new PartOfFile(file.FullName, isBefore ? file.Length : Math.Min(bytes, file.Length)), attempt) : null;
    }

    private string Folder(long id) => Path.Combine(_root, id.ToString(CultureInfo.InvariantCulture));
}
