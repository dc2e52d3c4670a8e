using System.Diagnostics;
using System.IO.Compression;
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
        var export = await CommandRun.Of("export", "--table", "t", "--format", "mongoexport", "--out", file, "--data", _data.Path);
        Assert.Equal((0, ""), (export.ExitCode, export.Error));
        var again = await Run("load", file, "--table", "u");
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
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
    public async Task Rows_come_from_standard_input_under_a_name()
    {
        const string Rows = "a,b,label\n1,x,0\n2,y,1\n";
        var load = await ProcessRun.Of(WeirProcess.Executable, ["tables", "load", "-", "--table", "t", "--data", _data.Path], Rows);
        Assert.Equal((0, "", true), (load.ExitCode, load.Error, load.Output.Contains("2 rows loaded into 't'", StringComparison.Ordinal)));
        Assert.Contains("stdin", (await Run("show", "t")).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_data.File("uploads")));
        var bad = await ProcessRun.Of(WeirProcess.Executable, ["tables", "load", "-", "--table", "u", "--data", _data.Path], "");
        Assert.Equal((1, "weir: stdin is empty; a table has a header line with the names of its columns, and rows below it."), (bad.ExitCode, bad.Error.Trim()));
        var unnamed = await Run("load", "-");
        Assert.Equal((2, "weir: rows of standard input have no file to be named after; name their table with --table NAME."), (unnamed.ExitCode, unnamed.Error.Trim()));
    }

    [Fact]
    public async Task What_became_of_the_files_of_drop_folders_is_said_file_by_file()
    {
        Assert.Equal("No file waits in a drop folder.\n", (await Run("drop")).Output);
        string folder = _data.File("tables/t/drop");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "good.csv"), "a,label\n1,0\n2,1\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "bad.csv"), "a,label\n1,0\n", TestContext.Current.CancellationToken);
        var run = await Run("drop");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("t: good.csv: 2 rows loaded into 't' (1 phishing, 1 benign).\n", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("weir: t: bad.csv: The target 'label' has one class only", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("1 file was loaded and lies in done/, 1 was refused and lies in rejected/, each with a report beside it.\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("empty", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}/bad.yaml.gz: it is called .gz and is no gzip data, or is cut off.", "load", "{0}/rows.csv", "--schema", "{0}/bad.yaml.gz")]
    [InlineData("{0}/long.yaml.gz is larger than a schema can be.", "load", "{0}/rows.csv", "--schema", "{0}/long.yaml.gz")]
    [InlineData("{0} is a directory, not a file.", "load", "{0}/rows.csv", "--schema", "{0}")]
    [InlineData("The name of a file is empty.", "load", "")]
    [InlineData("'-', standard input, is not read here: write it into a file and name that.", "schema", "--propose", "-")]
    public async Task What_is_no_file_of_its_kind_is_told_in_a_sentence(string sentence, params string[] words)
    {
        _data.Write("rows.csv", "a,label\n1,0\n2,1\n");
        _data.Write("bad.yaml.gz", "columns:\n");
        await using (var packed = new GZipStream(File.Create(_data.File("long.yaml.gz")), CompressionLevel.Fastest)) packed.Write(new byte[(16 << 20) + 1]);
        var run = await Run([.. words.Select(word => word.Replace("{0}", _data.Path, StringComparison.Ordinal))]);
        Assert.Equal((1, $"weir: {sentence.Replace("{0}", _data.Path, StringComparison.Ordinal)}"), (run.ExitCode, run.Error.Trim()));
    }

    [Fact]
    public async Task An_export_that_cannot_be_written_leaves_no_half_file()
    {
        await Run("load", _data.Write("g.csv", "a,label\n1,0\n2,1\n"));
        var place = _data.File("place.csv");
        Directory.CreateDirectory(place);
        var run = await CommandRun.Of("export", "--table", "g", "--format", "csv", "--out", place, "--data", _data.Path);
        Assert.Equal((1, $"weir: {place} is a directory; name a file."), (run.ExitCode, run.Error.Trim()));
        Assert.Empty(Directory.GetFiles(_data.Path, "*.part"));
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
