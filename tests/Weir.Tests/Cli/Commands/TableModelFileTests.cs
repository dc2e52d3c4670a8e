using System.Globalization;
using System.Text.Json;
using Weir.Detection.Tables;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

/// <summary>Models of tables as files: trained without a database, judged by, imported.</summary>
public sealed class TableModelFileTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_file_of_rows_becomes_a_model_file_without_a_database_and_another_machine_takes_it_in()
    {
        var (rows, file, elsewhere) = (Rows("board.csv", 400, 5), _data.File("model.weir"), _data.File("elsewhere"));
        var trained = await Run("train", "--table", rows, "--out", file, "--budget", "2s", "--target", "status", "--phishing", "bad");
        Assert.Equal((0, ""), (trained.ExitCode, trained.Error));
        Assert.Contains($"is written to {file}; `weir check --channel table:board --model {file} --input FILE` judges by it.", trained.Output, StringComparison.Ordinal);
        Assert.False(WeirStore.Exists(_data.Path));
        Assert.Equal("board", TableModel.Load(file).Table);
        var check = await Run("check", "--channel", "table:board", "--model", file, "--input", rows);
        Assert.Equal((0, 401), (check.ExitCode, check.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        var other = await Run("check", "--channel", "table:other", "--model", file, "--input", rows);
        Assert.Equal((1, $"weir: {file} is a model of the table board, not of other; ask with --channel table:board.\n"), (other.ExitCode, other.Error));
        var figures = await Run("evaluate", "--channel", "table:board", "--model", file, "--input", Rows("later.csv", 300, 9), "--json");
        Assert.InRange(JsonDocument.Parse(figures.Output).RootElement.GetProperty("atPhishing").GetProperty("accuracy").GetDouble(), 0.7, 1);
        // Elsewhere the table must be there first, with the same schema.
        var unknown = await At(elsewhere, "models", "import", file);
        Assert.Equal((1, $"weir: {file} is a model of the table 'board', and there is no such table here; `weir tables load FILE --table board` makes it.\n"), (unknown.ExitCode, unknown.Error));
        Assert.Equal(0, (await At(elsewhere, "tables", "load", rows, "--target", "status", "--phishing", "bad")).ExitCode);
        Assert.Contains("is registered as challenger", (await At(elsewhere, "models", "import", file)).Output, StringComparison.Ordinal);
        var version = TableModel.Load(file).Version;
        var promoted = await At(elsewhere, "models", "promote", version);
        Assert.True(promoted.ExitCode == 0 || promoted.Error.Contains("calibration", StringComparison.Ordinal), promoted.Error);
        Assert.Contains("passed  accuracy", promoted.Output, StringComparison.Ordinal);
        Assert.Contains(version, (await At(elsewhere, "models", "list", "--channel", "table:board")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(version, (await At(elsewhere, "models", "list")).Output, StringComparison.Ordinal);
        Assert.Contains($"registered   {version}", (await At(elsewhere, "models", "history", "--channel", "table:board")).Output, StringComparison.Ordinal);
        Assert.Equal("", (await At(elsewhere, "models", "history")).Output);
        var share = await At(elsewhere, "models", "shadow", version, "--share", "10");
        Assert.Equal((2, true), (share.ExitCode, share.Error.Contains("--share belongs to models of addresses", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_model_of_another_schema_is_refused_by_name()
    {
        var file = _data.File("model.weir");
        await Run("train", "--channel", "table:board", "--input", Rows("a.csv", 300, 5), "--out", file, "--budget", "1s", "--target", "status", "--phishing", "bad");
        var other = _data.Write("other.csv", "x,status\n" + string.Join('\n', Enumerable.Range(0, 80).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 17},{(i % 2 == 0 ? "bad" : "good")}"))) + "\n");
        Assert.Equal(0, (await Run("tables", "load", other, "--table", "board", "--target", "status", "--phishing", "bad")).ExitCode);
        var refused = await Run("models", "import", file);
        Assert.Equal((1, true), (refused.ExitCode, refused.Error.Contains("was trained by another schema than that of the table board", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1, "one.csv has no", "train", "--table", "one.csv")]
    [InlineData(1, "none.csv", "train", "--table", "none.csv")]
    [InlineData(2, "--input names the files to learn from.", "train")]
    [InlineData(2, "--budget must be a time", "train", "--table", "good.csv", "--budget", "soon", "--target", "status", "--phishing", "bad")]
    [InlineData(1, "holds no registry to look up the model of board in; name a model file with --model.", "evaluate", "--channel", "table:board", "--input", "good.csv")]
    public async Task What_cannot_be_done_is_said_in_a_sentence(int code, string sentence, params string[] words)
    {
        _data.Write("one.csv", "");
        Rows("good.csv", 100, 5);
        var run = await Run([.. words.Select(word => word.EndsWith(".csv", StringComparison.Ordinal) ? _data.File(word) : word)]);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(code == 1 && words[0] == "train" ? Path.GetFileName(words[2]) : sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_loop_is_switched_off_for_a_table_and_on_again()
    {
        await Run("tables", "load", Rows("board.csv", 60, 5), "--target", "status", "--phishing", "bad");
        Assert.Equal("Only people train board from now on: `weir tables train board`.\n", (await Run("tables", "loop", "board", "off")).Output);
        Assert.Contains("trained by hand only", (await Run("status")).Output, StringComparison.Ordinal);
        Assert.False(JsonDocument.Parse((await Run("status", "--json")).Output).RootElement.GetProperty("tables")[0].GetProperty("trains").GetBoolean());
        Assert.Equal(0, (await Run("tables", "loop", "board", "on")).ExitCode);
        Assert.Equal(2, (await Run("tables", "loop", "board", "maybe")).ExitCode);
        Assert.Contains("There is no table 'none'", (await Run("tables", "loop", "none", "on")).Error, StringComparison.Ordinal);
    }

    private string Rows(string name, int count, int seed) => _data.Write(name, "id,x,y,level,tld,same,status\n" + string.Join('\n', LoadedTables.BoardRows(count, seed, noise: 0.02)) + "\n");

    private Task<CommandRun> Run(params string[] words) => CommandRun.Of([.. words, "--data", _data.Path]);

    private static Task<CommandRun> At(string data, params string[] words) => CommandRun.Of([.. words, "--data", data]);
}
