using System.IO.Compression;
using System.Text.Json;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

/// <summary>The published tables from file to served detector, by the command line alone.</summary>
public sealed class PublishedTablesTests : IDisposable
{
    private const int FewRows = 300;

    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("phisingData.csv.gz", "-1", "1", 30)]
    [InlineData("Phishing_Legitimate_full.csv.gz", "1", "0", 48)]
    [InlineData("hannousse_dataset_phishing_87.csv.gz", "1", "0", 87)]
    public async Task A_published_table_goes_from_file_to_champion_and_back(string name, string phishing, string benign, int columns)
    {
        var path = SomeTables.Published(name);
        Assert.SkipWhen(path is null, "The published tables are not beside the repository.");
        var lines = Lines(path!);
        // The first champion learns few rows, a third of them with the wrong label: the next is better however little time there is to look for it.
        Directory.CreateDirectory(_data.File("data"));
        await File.WriteAllTextAsync(Path.Combine(_data.File("data"), "weir.json"), """{ "Gates": { "Accuracy": 0, "F1": 0, "Calibration": 1 } }""", TestContext.Current.CancellationToken);
        var spread = lines[1..].Where((_, i) => i % (lines.Length / FewRows) == 0).Select((line, i) => i % 3 == 0 ? Turned(line, phishing, benign) : line).ToArray();
        var first = await Champion("few.csv", lines[0], spread);
        var second = await Champion("all.csv", lines[0], lines[1..]);
        Assert.NotEqual(first, second);
        Assert.Contains($" {columns} of ", await Output("tables"), StringComparison.Ordinal);

        var judged = Csv(await Output("check", "--channel", "table:t", "--input", Write("new.csv", lines[0], [.. lines[1..].Take(2000)])));
        Assert.Equal(2000, judged.Count);
        Assert.All(judged, row => Assert.Contains(row[^4], (string[])[phishing, benign]));
        Assert.InRange(judged.Count(row => row[^5] == row[^4]) / 2000.0, 0.85, 1);

        Assert.Contains($"{first} is the champion again", await Output("models", "rollback", "--channel", "table:t", "--reason", "a trial"), StringComparison.Ordinal);
        Assert.Contains($"rolled-back  {first} (before: {second})  by cli: a trial", await Output("models", "history", "--channel", "table:t"), StringComparison.Ordinal);
        var table = JsonDocument.Parse(await Output("status", "--json")).RootElement.GetProperty("tables")[0];
        Assert.Equal((first, "promoted"), (table.GetProperty("model").GetString(), table.GetProperty("lastCycle").GetProperty("outcome").GetString()));
    }

    private async Task<string> Champion(string name, string header, string[] rows)
    {
        await Output("tables", "load", Write(name, header, rows), "--table", "t");
        Assert.Contains("promoted: table-t-", await Output("tables", "train", "t", "--budget", "1s"), StringComparison.Ordinal);
        return JsonDocument.Parse(await Output("status", "--json")).RootElement.GetProperty("tables")[0].GetProperty("model").GetString()!;
    }

    private async Task<string> Output(params string[] words)
    {
        var run = await CommandRun.Of([.. words, "--data", _data.File("data")]);
        Assert.True(run is { ExitCode: 0, Error: "" }, run.Output + run.Error);
        return run.Output;
    }

    private string Write(string name, string header, string[] rows) => _data.Write(name, header + "\n" + string.Join('\n', rows) + "\n");

    private static string Turned(string line, string phishing, string benign) => line[..(line.LastIndexOf(',') + 1)] + (line.EndsWith("," + phishing, StringComparison.Ordinal) ? benign : phishing);

    private static List<string[]> Csv(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];

    private static string[] Lines(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
