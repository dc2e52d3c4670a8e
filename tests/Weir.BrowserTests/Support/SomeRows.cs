using System.Globalization;
using Weir.Detection.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Tables.Training;
using Weir.Storage;
using Weir.Tests.Support;

namespace Weir.BrowserTests.Support;

/// <summary>Tables: one with models and rows that drift, one from somebody who means harm, and one without rows.</summary>
internal static class SomeRows
{
    private const string Harm = "<b onclick=alert(1)>\"'" + SomeWorld.Hostile;

    private static readonly TableSchema Hostile = new()
    {
        Columns = [new TableColumn { Name = Harm.Replace('\u202E', '_'), Kind = ColumnKind.Number }, new TableColumn { Name = "=cmd|'/C calc'!A0", Kind = ColumnKind.Category, Values = ["<img src=x onerror=alert(2)>", "plain"] }, new TableColumn { Name = "note", Kind = ColumnKind.Text }],
        Target = new TableTarget { Column = "<i>is</i>", Phishing = ["<u>bad</u>"], Benign = ["good"] },
    };

    // A header of a form holds no quote.
    private static readonly string Unquoted = SomeWorld.Hostile.Replace("\"", "", StringComparison.Ordinal);

    /// <summary>Fills the store.</summary>
    public static void Fill(WeirStore store)
    {
        LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(500));
        Train(store, "board", "tree", "logistic", "forest");
        LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(200, seed: 6).Append("9,0.5,oops,1,com,7,bad").Append($"9,0.5,{Unquoted},1,com,7,bad"));
        Train(store, "board", "tree", "logistic");
        LoadedTables.Load(store, "board", LoadedTables.Board, LoadedTables.BoardRows(300, seed: 7).Select(line => line.Replace(",test,", ",org,", StringComparison.Ordinal)));
        LoadedTables.Load(store, "hostile", Hostile, HostileRows());
        Train(store, "hostile", "tree", "logistic");
        store.Tables.Create("empty", Weir.Pipeline.Tables.Schema.SchemaYaml.Write(LoadedTables.Board), LoadedTables.Board.Fingerprint, "test");
    }

    /// <summary>Sends a file to be looked at, and one to be judged; gives back where examples of pages stand.</summary>
    public static async Task<Dictionary<string, string>> Send(HttpClient client, WeirStore store)
    {
        var look = await SentTables.Upload(client, "/tables", "/tables/new/upload", $"\"{Harm.Replace("\"", "\"\"", StringComparison.Ordinal)}\",length,tld,status\n" + string.Concat(Enumerable.Range(0, 90).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 7},{i * 3 % 41}.5,{(i % 3 == 0 ? "com" : "test")},{(i % 2 == 0 ? "bad" : "good")}\n"))) + "1,x,com,bad\n", Unquoted + ".csv", ("name", "fresh"), ("act", "look"));
        var judged = await SentTables.Upload(client, "/tables/board/predict", "/tables/board/predict/upload", "note," + string.Join(',', LoadedTables.Board.Columns.Select(column => column.Name)) + "\n" + string.Concat(LoadedTables.BoardRows(130, seed: 21).Select(line => $"{Unquoted},{line[..line.LastIndexOf(',')]}\n")) + "odd,1,oops,1,1,com,7\n", Unquoted + ".csv", ("reasons", "true"));
        return new() { ["/tables/new/look/one"] = look.At, ["/tables/board/predict/one"] = judged.At, ["/models/of-table"] = $"/models/{store.Models.On(store.Tables.Find("board")!.ChannelNumber).Champion()!.Version}" };
    }

    /// <summary>How tests learn: a few candidates.</summary>
    public static TableTrainingParameters Quick(params string[] families) => new() { Candidates = features => [.. CandidateGrid.For(features).Where(candidate => families.Contains(candidate.Family)).GroupBy(candidate => candidate.Family).SelectMany(family => family.Take(3))] };

    private static void Train(WeirStore store, string table, params string[] families)
    {
        var result = new TableCycle(store, new TableCycleOptions { Actor = SomeWorld.Hostile, Training = Quick(families), Limits = new GateLimits { Accuracy = 0.3, F1 = 0.1, CalibrationError = 1 } }).Run(table);
        if (result.Outcome is not ("promoted" or "refused")) throw new InvalidOperationException(result.Reason);
    }

    private static IEnumerable<string> HostileRows()
    {
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var isBad = random.Next(2) == 0;
            yield return string.Create(CultureInfo.InvariantCulture, $"{(isBad ? 10 : 0) + Math.Round(12 * random.NextDouble(), 2)},{(random.Next(4) == 0 == isBad ? "plain" : "<img src=x onerror=alert(2)>")},http://evil.example/<script>alert({i % 9})</script>,{(isBad ? "<u>bad</u>" : "good")}");
        }
    }
}
