using Weir.Cli;
using Weir.Storage;
using Weir.Storage.Settings;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class ListsUpdateCommandTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_named_source_replaces_its_list_and_readers_learn_of_it()
    {
        var file = _data.Write("mine.txt", string.Concat(Enumerable.Range(0, 2000).Select(i => $"d{i}.test\n")));
        var run = await Update("--source", "url-shorteners=" + file);
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        Assert.Contains("2000 entries", run.Output, StringComparison.Ordinal);
        Assert.Contains("from the data directory", (await CommandRun.Of("lists", "--data", _data.Path)).Output, StringComparison.Ordinal);
        using var store = WeirStore.Open(_data.Path, TimeProvider.System);
        Assert.Equal((1, "list.reference"), (store.Settings.Revision(ListStore.Revision), store.Audit.Recent(1)[0].Action));
    }

    [Fact]
    public async Task One_failed_list_does_not_stop_the_others_and_fails_the_command()
    {
        var file = _data.Write("mine.txt", string.Concat(Enumerable.Range(0, 2000).Select(i => $"d{i}.test\n")));
        var run = await Update("--source", "free-hosting=" + _data.File("missing.txt"), "--source", "url-shorteners=" + file);
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.StartsWith("weir: free-hosting stays as it was", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("url-shorteners", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("brands=x")]
    [InlineData("url-shorteners")]
    [InlineData("url-shorteners=")]
    public async Task A_source_that_names_no_list_or_address_is_bad_usage(string source) =>
        Assert.Equal(ExitCode.BadUsage, (await Update("--source", source)).ExitCode);

    private Task<CommandRun> Update(params string[] args) => CommandRun.Of(["lists", "update", .. args, "--data", _data.Path]);
}
