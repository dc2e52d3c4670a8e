using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class TableTrainCommandTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_table_is_trained_within_a_budget_and_judges_a_file()
    {
        using (var store = WeirStore.Open(_data.Path, TimeProvider.System)) LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(400, noise: 0));
        var none = await Run("check", "--channel", "table:board", "--input", Rows());
        Assert.Contains("No model serves the table board; `weir tables train board` makes one.", none.Error, StringComparison.Ordinal);
        var trained = await Run("tables", "train", "board", "--budget", "2s");
        Assert.Equal((0, ""), (trained.ExitCode, trained.Error));
        Assert.Contains("promoted: table-board-", trained.Output, StringComparison.Ordinal);
        Assert.Contains("  the winner is ", trained.Output, StringComparison.Ordinal);
        Assert.Contains("most important: ", trained.Output, StringComparison.Ordinal);
        Assert.Contains("* table-board-", (await Run("models", "list", "--channel", "table:board")).Output, StringComparison.Ordinal);
        Assert.Contains("No model is registered", (await Run("models", "list")).Output, StringComparison.Ordinal);
        var check = await Run("check", "--channel", "table:board", "--input", Rows(), "--explain", "top", "--fail-on", "phishing");
        Assert.Equal(3, check.ExitCode);
        Assert.StartsWith("x,y,level,tld,same,predicted_column,decision,score,reasons,error\n0.9,0.1,0,test,7,bad,phishing,0.", check.Output, StringComparison.Ordinal);
        Assert.Contains("nothing new since table-board-", (await Run("cycle", "--channel", "table:board", "--once")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_on_rows_that_were_learned_from_come_with_a_warning()
    {
        _data.Write("weir.json", """{ "Gates": { "Accuracy": 0.01, "F1": 0.01, "Calibration": 0.99, "Microseconds": 1000000 } }""");
        var lines = LoadedTables.BoardRows(300, noise: 0).ToList();
        using (var store = WeirStore.Open(_data.Path, TimeProvider.System)) LoadedTables.Load(store, "board", LoadedTables.Board, lines);
        Assert.Equal(0, (await Run("tables", "train", "board", "--budget", "1s")).ExitCode);
        var fresh = LoadedTables.BoardRows(100, seed: 1234, noise: 0).ToList();
        var mixed = await Evaluate([.. lines, .. fresh]);
        Assert.Equal(0, mixed.ExitCode);
        Assert.Matches(@"^weir: 240 of the 400 rows of .*labelled\.csv have the values of rows that table-board-\S+ has learned from, so that the figures are better than they will be on new rows; 60 more were kept back when it was trained\.\n$", mixed.Error);
        Assert.Equal("", (await Evaluate(fresh)).Error);
        var oneKind = (await Evaluate([.. fresh.Where(line => line.EndsWith(",bad", StringComparison.Ordinal)), "x,y"])).Error;
        Assert.Contains("labelled.csv: 1 row cannot be read or has no label and was left out.\n", oneKind, StringComparison.Ordinal);
        Assert.Matches(@"weir: all rows of .*labelled\.csv are phishing: what needs both kinds is not known \(n/a\)\.\n$", oneKind);
        // Without the rows nobody can tell.
        Assert.Equal(0, (await Run("tables", "unload", "board", "1")).ExitCode);
        Assert.Matches(@"^weir: whether table-board-\S+ has learned from rows of .*labelled\.csv cannot be told: the rows that it was trained with are not held here \(any more\)\.\n$", (await Evaluate(fresh)).Error);
    }

    [Theory]
    [InlineData("'mail' is no channel: url, or table:NAME", "check", "--channel", "mail", "--input", "x.csv")]
    [InlineData("--budget must be a time such as 90s, 10m or 1h, not '5'", "tables", "train", "board", "--budget", "5")]
    [InlineData("--continuous belongs to the channel url", "cycle", "--channel", "table:board", "--continuous")]
    [InlineData("rows of a table come from a file", "check", "--channel", "table:board", "https://example.com/")]
    [InlineData("--format html is for rows of a table", "check", "--input", "x.csv", "--format", "html")]
    public async Task What_is_asked_wrongly_is_said_in_a_sentence(string sentence, params string[] words)
    {
        WeirStore.Open(_data.Path, TimeProvider.System).Dispose();
        var run = await Run(words);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> Evaluate(IEnumerable<string> lines) =>
        Run("evaluate", "--channel", "table:board", "--input", _data.Write("labelled.csv", "id,x,y,level,tld,same,status\n" + string.Join('\n', lines) + "\n"), "--json");

    private string Rows() => _data.Write("rows.csv", "x,y,level,tld,same\n0.9,0.1,0,test,7\n0.9,0.9,3,com,7\n");

    private Task<CommandRun> Run(params string[] words) => CommandRun.Of([.. words, "--data", _data.Path]);
}
