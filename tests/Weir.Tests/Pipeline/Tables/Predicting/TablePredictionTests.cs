using System.Text;
using System.Text.Json;
using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Predicting;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Training;
using Weir.Storage;
using Weir.Tests.Pipeline.Tables.Training;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Predicting;

public sealed class TablePredictionTests : IDisposable
{
    private static readonly Lazy<TableModel> Model = new(Train);
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_stay_in_front_and_the_verdict_follows()
    {
        var lines = await Judge("x,y,note,level,tld,same\n0.9,0.1,\"a, b\",na,test,7\n0.9,0.9,=1+1,2,com,7\r\n", PredictionForm.Csv);
        Assert.Equal("x,y,note,level,tld,same,predicted_column,decision,score,error", lines[0]);
        Assert.StartsWith("0.9,0.1,\"a, b\",na,test,7,bad,phishing,0.", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("0.9,0.9,=1+1,2,com,7,good,", lines[2], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_are_unknown_with_an_error_and_keep_their_place()
    {
        var lines = await Judge("x;y;level;tld;same\n0.9;nonsense;1;com;7\n\n0.9;0.1\n0.9;0.1;1;com;7;8;9\n0.9;0.1;1;zzz;7\n", PredictionForm.Csv);
        Assert.Equal("0.9;nonsense;1;com;7;;unknown;;y: 'nonsense' is not a number.", lines[1]);
        Assert.StartsWith("0.9;0.1;;;;;unknown;;", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("0.9;0.1;1;com;7;;unknown;;", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("0.9;0.1;1;zzz;7;bad;phishing;", lines[4], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public async Task Json_rows_carry_reasons_by_column()
    {
        var lines = await Judge("""
            [{"_id":{"$oid":"1"},"x":{"$numberDouble":"0.9"},"y":0.1,"level":null,"tld":"test","same":7},
             {"x":"<b>","y":0.1,"level":2,"tld":"com","same":7}]
            """, PredictionForm.Jsonl, reasons: 3);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal(("bad", "phishing"), (first.RootElement.GetProperty("predicted_column").GetString(), first.RootElement.GetProperty("decision").GetString()));
        Assert.Equal(3, first.RootElement.GetProperty("reasons").GetArrayLength());
        Assert.Contains("usual for", first.RootElement.GetProperty("reasons")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        using var second = JsonDocument.Parse(lines[1]);
        Assert.Equal(JsonValueKind.Null, second.RootElement.GetProperty("score").ValueKind);
        Assert.Contains("x: '<b>' is not a number", second.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_the_file_has_already_are_numbered_and_what_was_judged_is_judged_again()
    {
        const string Rows = "x,y,level,tld,same,score,line,error,score_2\n0.9,0.1,1,test,7,mine,8,none,s\n";
        var csv = await Judge(Rows, PredictionForm.Csv);
        Assert.Equal("x,y,level,tld,same,score,line,error,score_2,predicted_column,decision,score_3,error_2", csv[0]);
        var again = await Judge(string.Join('\n', csv) + "\n", PredictionForm.Csv, reasons: 1);
        Assert.Equal(csv[0] + ",predicted_column_2,decision_2,score_4,reasons,error_3", again[0]);
        Assert.StartsWith(csv[1] + ",bad,phishing,0.", again[1], StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await Judge(Rows, PredictionForm.Jsonl))[0]);
        string[] names = [.. json.RootElement.EnumerateObject().Select(member => member.Name)];
        Assert.Equal(["x", "y", "level", "tld", "same", "score", "line", "error", "score_2", "line_2", "predicted_column", "decision", "score_3"], names);
        Assert.Equal("mine", json.RootElement.GetProperty("score").GetString());
        var judged = await Judge((await Judge(Rows, PredictionForm.Jsonl))[0] + "\n", PredictionForm.Jsonl);
        Assert.Contains("\"decision_2\":\"phishing\"", judged[0], StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\">score_3</th>", string.Join('\n', await Judge(Rows, PredictionForm.Html)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_shows_hostile_cells_as_text_and_marks_the_decision()
    {
        var page = string.Join('\n', await Judge("x,y,level,tld,same,<script>\n0.9,0.1,1,test,7,<img src=x>\n", PredictionForm.Html, reasons: 2));
        Assert.Contains("<tr data-tone=\"phishing\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_rows_are_judged_in_order_as_the_single_rows_are_by_any_number_of_threads()
    {
        var text = "x,y,level,tld,same\n" + string.Concat(LoadedTables.BoardRows(20_000, seed: 4).Select(line => string.Join(',', line.Split(',')[1..^1]) + "\n"));
        var (one, two) = (await Judge(text, PredictionForm.Csv, workers: 1), await Judge(text, PredictionForm.Csv, workers: 2));
        Assert.Equal(one, two);
        Assert.Equal(20_001, one.Length);
        var (row, scorer) = (new TableRow(Model.Value.Schema), new TableScorer(Model.Value));
        foreach (var line in one.Skip(1).Where((_, i) => i % 1000 == 7))
        {
            var cells = line.Split(',');
            row.Clear();
            for (var i = 0; i < 5; i++) row.Set(i + 1, Encoding.UTF8.GetBytes(cells[i]));
            Assert.Equal(scorer.Score(row.Values).ToString("F9", System.Globalization.CultureInfo.InvariantCulture), cells[7]);
        }
    }

    [Fact]
    public void A_file_without_the_columns_of_the_model_is_refused_by_their_names()
    {
        using var file = TableFile.Open(_folder.Write("a.csv", "x,level,tld\n1,2,com\n"));
        var refusal = Assert.Throws<InputFileException>(() => new TablePrediction(file, Model.Value, Stream.Null)).Message;
        Assert.Contains("'y' is missing", refusal, StringComparison.Ordinal);
        Assert.Contains("'same' is missing", refusal, StringComparison.Ordinal);
    }

    private async Task<string[]> Judge(string text, PredictionForm form, int reasons = 0, int workers = 2)
    {
        using var file = TableFile.Open(_folder.Write("rows", text));
        using var output = new MemoryStream();
        var check = new TablePrediction(file, Model.Value, output, form, reasons);
        await check.RunAsync(workers, TestContext.Current.CancellationToken);
        var lines = Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n');
        if (form == PredictionForm.Csv) Assert.Equal(lines.Length - 1, check.Rows);
        if (form == PredictionForm.Csv) Assert.Equal(check.Rows, Enum.GetValues<Decision>().Sum(check.Count));
        return lines;
    }

    private static TableModel Train()
    {
        using var folder = new TempDirectory();
        using var store = WeirStore.Open(folder.Path, TimeProvider.System);
        var table = LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(1000));
        var quick = TableTrainerTests.Quick with { Candidates = features => [TableTrainerTests.Quick.Candidates(features)[2]] };
        return TableModel.Read(new TableTrainer(quick, TimeProvider.System).Train("board", TableData.Read(store, table.Id, LoadedTables.Board)).File, "board");
    }
}
