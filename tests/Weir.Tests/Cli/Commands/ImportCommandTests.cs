using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_file_of_which_no_row_can_be_used_is_a_failure()
    {
        var run = await Import("url,label\nnot a url at all,phishing\n://,benign\n");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("none of the 2 rows", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_good_row_is_enough()
    {
        var run = await Import("url,label\nnot a url at all,phishing\nhttps://login.example.test/a,phishing\n");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_disk_that_is_full_is_told_and_what_was_committed_is_kept_and_completed_later()
    {
        using var disk = new SmallDisk(6);
        var path = Path.Combine(_data.Path, "long.csv");
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, 60_000).Select(i => $"https://login{i}.example.test/verify/account").Prepend("url"), TestContext.Current.CancellationToken);
        var full = await CommandRun.Of("import", path, "--label", "phishing", "--data", disk.Path);
        Assert.Equal(1, full.ExitCode);
        Assert.Contains("is full; free some space and run the command again: what was committed is kept.", full.Error, StringComparison.Ordinal);
        disk.Resize(100);
        var again = await CommandRun.Of("import", path, "--label", "phishing", "--data", disk.Path);
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        using var store = Weir.Storage.WeirStore.Open(disk.Path, TimeProvider.System);
        Assert.Equal(60_000, store.Samples.CountLabels().Samples);
        Assert.Null(store.File.Damage());
    }

    private async Task<CommandRun> Import(string text)
    {
        var path = Path.Combine(_data.Path, "list.csv");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return await CommandRun.Of("import", path, "--data", Path.Combine(_data.Path, "data"));
    }
}
