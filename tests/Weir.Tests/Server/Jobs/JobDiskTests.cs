using System.Text;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Jobs;

public sealed class JobDiskTests
{
    private const int Rows = 80_000;

    [Fact]
    public async Task A_job_that_fills_the_disk_pauses_says_so_and_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(4);
        using var directory = new TempDirectory();
        Directory.CreateSymbolicLink(Path.Combine(directory.Path, "jobs"), disk.Path);
        using var store = WeirStore.Open(directory.Path, TimeProvider.System);
        await using var jobs = new JobsUnderTest(await ServerUnderTest.Start(
            change: usual => usual with { Jobs = usual.Jobs with { LeastFreeMiB = 0, ChunkRows = 500 } }, store: store));
        var text = new StringBuilder("row,url\n");
        for (var i = 1; i <= Rows; i++) text.Append(i).Append(",a.example\n");
        var id = await jobs.Job(text.ToString());
        var full = await jobs.Until(id, "paused", "failed", "done");
        Assert.Equal("paused", full.GetProperty("state").GetString());
        Assert.Contains("disk is full", full.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.InRange(full.GetProperty("rows").GetInt64(), 1, Rows - 1);
        disk.Resize(64);
        Assert.Equal(200, (await jobs.Act(id, "resume")).Status);
        Assert.Equal(Rows, (await jobs.Until(id, "paused", "failed", "done")).GetProperty("rows").GetInt64());
        var lines = (await jobs.Result(id)).TrimEnd('\n').Split('\n');
        Assert.Equal(Enumerable.Range(1, Rows), lines.Skip(1).Select(line => int.Parse(line.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }
}
