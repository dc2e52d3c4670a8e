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

    private async Task<CommandRun> Import(string text)
    {
        var path = Path.Combine(_data.Path, "list.csv");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return await CommandRun.Of("import", path, "--data", Path.Combine(_data.Path, "data"));
    }
}
