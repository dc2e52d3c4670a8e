using System.Diagnostics;
using Weir.Pipeline.Tables;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class TablesCommandTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public TablesCommandTests() => WeirStore.Open(_data.Path, TimeProvider.System).Dispose();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("phisingData.csv.gz", 11055, 5206)]
    [InlineData("phisingData.port_no_variant.csv.gz", 11055, 5206)]
    [InlineData("Phishing_Legitimate_full.csv.gz", 10000, 419)]
    [InlineData("hannousse_dataset_phishing_87.csv.gz", 11430, 174)]
    public async Task A_published_table_is_loaded_shown_and_exported_as_it_was(string name, int rows, int repeats)
    {
        var path = SomeTables.Published(name);
        Assert.SkipWhen(path is null, "The published tables are not beside the repository.");
        var load = await Run("load", path!, "--table", "t");
        Assert.Equal((0, ""), (load.ExitCode, load.Error));
        Assert.Contains(FormattableString.Invariant($"{rows:N0} rows loaded into 't'"), load.Output, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"{repeats:N0} of them repeat others"), load.Output, StringComparison.Ordinal);
        Assert.Contains("were loaded into 't' before", (await Run("load", path!, "--table", "t")).Output, StringComparison.Ordinal);
        var file = _data.File("out.json.gz");
        Assert.Equal(0, (await CommandRun.Of("export", "--table", "t", "--format", "mongoexport", "--out", file, "--data", _data.Path)).ExitCode);
        Assert.Equal(0, (await Run("load", file, "--table", "u")).ExitCode);
        using var store = WeirStore.Open(_data.Path, TimeProvider.System);
        var catalog = new TableCatalog(store);
        Assert.Equal(string.Concat(TableExport.Write(store, catalog.Find("t")!, "csv")), string.Concat(TableExport.Write(store, catalog.Find("u")!, "csv")));
        if (name == "phisingData.csv.gz") Assert.Contains("64 vectors (357 rows) carry both labels, so that no detector is right about more than 98.97 %", (await Run("show", "t")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_is_steered_from_the_command_line()
    {
        Assert.Contains("No table yet", (await Run()).Output, StringComparison.Ordinal);
        var rows = _data.Write("some rows.csv", "a,b,label\n1,x,0\n2,y,1\n3,x,1\nbad,x,1\n");
        Assert.Contains("would be loaded", (await Run("load", rows, "--dry-run")).Output, StringComparison.Ordinal);
        Assert.Contains("columns:", (await Run("schema", "--propose", rows)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("load", rows)).ExitCode);
        Assert.Contains("some-rows", (await Run()).Output, StringComparison.Ordinal);
        Assert.Contains("channel table:some-rows", (await Run("show", "some-rows")).Output, StringComparison.Ordinal);
        Assert.Contains("phishing\t2\ty\t1", (await Run("rows", "some-rows")).Output, StringComparison.Ordinal);
        Assert.Contains("were kept apart", (await Run("rejects", "some-rows")).Output, StringComparison.Ordinal);
        var yaml = _data.File("schema.yaml");
        Assert.Equal(0, (await Run("schema", "some-rows", "--out", yaml)).ExitCode);
        Assert.Contains("Changed the table", (await Run("schema", "some-rows", "--set", yaml)).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await Run("forget", "some-rows")).ExitCode);
        Assert.Equal(0, (await Run("unload", "some-rows", "1")).ExitCode);
        Assert.Equal(0, (await Run("forget", "some-rows", "--yes")).ExitCode);
        Assert.Equal((1, "weir: There is no table 'some-rows'; `weir tables` names those there are."), ((await Run("show", "some-rows")).ExitCode, (await Run("show", "some-rows")).Error.Trim()));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a,label\n1,0\n", "one class only")]
    [InlineData("a^label\n1^0\n2^1\n", "--delimiter")]
    public async Task A_bad_file_ends_in_a_sentence_and_leaves_nothing(string text, string part)
    {
        var run = await Run("load", _data.Write("x.csv", text));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("weir: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
        Assert.Contains("No table yet", (await Run()).Output, StringComparison.Ordinal);
        if (part == "--delimiter") Assert.Equal(0, (await Run("load", _data.File("x.csv"), "--delimiter", "^")).ExitCode);
    }

    [Fact]
    public async Task Killed_within_a_load_nothing_of_it_is_left_after_the_next_start()
    {
        var rows = _data.Write("big.csv", "a,b,label\n" + string.Concat(Enumerable.Range(0, 150_000).Select(i => $"{i * 3},{i % 97},{i & 1}\n")));
        using (var process = Process.Start(new ProcessStartInfo(WeirProcess.Executable, ["tables", "load", rows, "--data", _data.Path]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            using var place = WeirStore.Open(_data.Path, TimeProvider.System);
            while (!process.HasExited && place.Tables.Stopped().Count == 0)
                await Task.Yield();
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var store = WeirStore.Open(_data.Path, TimeProvider.System);
        Assert.Equal(1, new TableIngest(store).TakeBackStopped());
        Assert.Empty(store.Tables.All());
        Assert.Contains("150,000 rows loaded", (await Run("load", rows)).Output, StringComparison.Ordinal);
    }

    private Task<CommandRun> Run(params string[] args) => CommandRun.Of(["tables", .. args, "--data", _data.Path]);
}
