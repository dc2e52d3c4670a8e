using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class TuneCommandTests
{
    [Fact]
    public async Task Without_a_dataset_the_way_out_is_told()
    {
        using var directory = new TempDirectory();
        var run = await CommandRun.Of("tune", "--data", directory.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("`weir import`", run.Error);
    }

    [Fact]
    public async Task Files_are_tuned_on_and_what_was_found_is_written()
    {
        using var directory = new TempDirectory();
        var (input, report, found) = (Path.Combine(directory.Path, "rows.csv"), Path.Combine(directory.Path, "report.md"), Path.Combine(directory.Path, "found.json"));
        File.WriteAllLines(input, ["url,label,seen_at", .. SomeUrls.Labelled(500, 31)
            .Select(row => $"{row.Url},{(row.IsPhishing ? "phishing" : "benign")},{row.SeenAt:yyyy-MM-ddTHH:mm:ssZ}")]);
        var run = await CommandRun.Of("tune", "--data", directory.Path, "--input", input, "--fits", "4", "--candidates", "2", "--folds", "2", "--report", report, "--out", found);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2 folds by time", run.Output);
        Assert.EndsWith(File.ReadAllText(report), run.Output);
        Assert.StartsWith("{", File.ReadAllText(found));
    }

    [Fact]
    public async Task Budgets_that_allow_nothing_and_missing_files_are_one_sentence()
    {
        using var directory = new TempDirectory();
        var input = Path.Combine(directory.Path, "rows.csv");
        File.WriteAllLines(input, ["url,label", "http://a.test/,phishing", "http://b.test/,benign"]);
        Assert.Contains("0 seconds", (await CommandRun.Of("tune", "--data", directory.Path, "--input", input, "--budget", "0")).Error);
        Assert.Contains("is judged on", (await CommandRun.Of("tune", "--data", directory.Path, "--input", input)).Error);
        var run = await CommandRun.Of("train", "--data", directory.Path, "--input", input, "--parameters", "none.json");
        Assert.Contains("none.json does not exist", run.Error);
    }
}
