using Weir.Server.Jobs;
using Weir.Storage.Jobs;

namespace Weir.Server.Dashboard.Jobs;

/// <summary>One page of the result of a job.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Rows">The cells.</param>
/// <param name="Next">What to send as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record JobRows(IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows, long? Next)
{
    private const int OnPage = 100;

    /// <summary>Reads a page; empty when there is no result yet.</summary>
    public static JobRows Read(JobRecord job, JobFiles files, long cursor)
    {
        if (JobShapes.Read(job.Shape) is not { } shape || files.OpenResult(job) is not var (file, _)) return new([], [], null);
        using var rows = new ResultRows(file, shape, cursor);
        var found = new List<string[]>();
        while (rows.Read())
        {
            if (found.Count == OnPage) return new(rows.Columns, found, rows.Position);
            found.Add([.. Enumerable.Range(0, rows.Columns.Count).Select(rows.Text)]);
        }
        return new(rows.Columns, found, null);
    }
}
