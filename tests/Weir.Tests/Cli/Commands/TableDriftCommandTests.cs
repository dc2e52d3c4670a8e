using System.Text.Json;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class TableDriftCommandTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public TableDriftCommandTests()
    {
        using var store = WeirStore.Open(_data.Path, TimeProvider.System);
        LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(600));
        LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, seed: 8).Select(Moved));
    }

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Loads_are_compared_in_every_form()
    {
        var text = await Run("board");
        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.StartsWith("1 of 6 columns of board have shifted in 300 new rows: x (PSI ", text.Output, StringComparison.Ordinal);
        Assert.Contains("shifted", text.Output.Split('\n')[2], StringComparison.Ordinal);
        var json = JsonDocument.Parse((await Run("board", "--from", "1", "--to", "2", "--format", "json")).Output).RootElement;
        Assert.Equal((600, 300), (json.GetProperty("rowsBefore").GetInt32(), json.GetProperty("rowsNow").GetInt32()));
        Assert.Contains("x:\n  p_value: ", (await Run("board", "--format", "yaml")).Output, StringComparison.Ordinal);
        var page = _data.File("drift.html");
        Assert.Contains("The report is in", (await Run("board", "--format", "html", "--out", page)).Error, StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rows_of_a_file_need_no_target()
    {
        var same = _data.Write("same.csv", "x,y,level,tld,same\n" + string.Join('\n', LoadedTables.BoardRows(300, seed: 4).Select(line => string.Join(',', line.Split(',')[1..^1]))) + "\n");
        var run = await Run("board", "--input", same, "--format", "json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((900, 300, 5), (json.GetProperty("rowsBefore").GetInt32(), json.GetProperty("rowsNow").GetInt32(), json.GetProperty("columns").GetArrayLength()));
    }

    [Theory]
    [InlineData(1, "There is no table 'none'", "none")]
    [InlineData(1, "has no load 9; its newest are 2, 1", "board", "--to", "9")]
    [InlineData(1, "Load 2 of 'board' would be held against itself", "board", "--from", "2", "--to", "2", "--format", "yaml")]
    [InlineData(1, "Both sides of the comparison are load", "board", "--from", "2", "--format", "json")]
    [InlineData(2, "--input stands alone", "board", "--to", "2", "--input", "x.csv")]
    [InlineData(1, "no such file", "board", "--input", "x.csv")]
    public async Task What_cannot_be_compared_is_said_in_a_sentence(int code, string sentence, params string[] words)
    {
        var run = await Run(words);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    private static string Moved(string line)
    {
        var cells = line.Split(',');
        cells[1] = "0.9" + cells[1][^1];
        return string.Join(',', cells);
    }

    private Task<CommandRun> Run(params string[] words) => CommandRun.Of(["tables", "drift", .. words, "--data", _data.Path]);
}
