using System.IO.Compression;
using System.Text.Json;
using Weir.Cli;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class CheckCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir check ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_in_gives_a_file_out_with_a_line_for_each()
    {
        var (input, output) = (Path.Combine(_folder, "in.csv.gz"), Path.Combine(_folder, "out.csv.gz"));
        File.WriteAllBytes(input, TextFile.Gzip("id,url\n1,https://example.com/\n2,\n3,http://[::1/\n"));
        var run = await Run("check", "--input", input, "--format", "csv", "--output", output);
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Output));
        Assert.Contains("3 rows in ", run.Error, StringComparison.Ordinal);
        using var packed = new StreamReader(new GZipStream(File.OpenRead(output), CompressionMode.Decompress));
        var lines = (await packed.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Equal("id,url,decision,score,category,brand,model,error", lines[0]);
        Assert.StartsWith("1,https://example.com/,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("3,http://[::1/,unknown,,", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subjects_are_answered_in_their_order_as_json_lines()
    {
        var run = await Run("check", "--format", "jsonl", "https://example.com/", "", "http://[::1/");
        var verdicts = run.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["https://example.com/", "", "http://[::1/"], verdicts.Select(verdict => verdict.GetProperty("subject").GetString()!));
        Assert.Equal("unknown", verdicts[2].GetProperty("decision").GetString());
        string[] names = ["score", "reasons", "category", "brand", "model", "error"];
        foreach (var name in names) Assert.True(verdicts[0].TryGetProperty(name, out _));
    }

    [Fact]
    public async Task Text_for_people_is_defanged()
    {
        var run = await Run("check", "https://login.example.com/a.html");
        Assert.Contains("hxxps://login[.]example[.]com/a.html", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncated_input_keeps_what_came_before_and_fails_with_file_and_line()
    {
        var (input, output) = (Path.Combine(_folder, "in.txt.gz"), Path.Combine(_folder, "out.csv"));
        var text = string.Concat(Enumerable.Range(0, 9000).Select(i => $"https://p{i * 7919}.example.com/\n"));
        File.WriteAllBytes(input, TextFile.Gzip(text)[..^500]);
        var run = await Run("check", "--input", input, "--output", output);
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Matches("weir: .*in.txt.gz: the gzip data is cut off or damaged at line [0-9]+", run.Error);
        Assert.InRange((await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken)).Length, 5000, 9001);
    }

    [Theory]
    [InlineData]
    [InlineData("x", "--input", "y")]
    [InlineData("x", "-")]
    [InlineData("x", "--format", "xml")]
    [InlineData("x", "--channel", "fax")]
    [InlineData("x", "--fail-no", "phishing")]
    public async Task Bad_usage_is_told_in_one_sentence(params string[] args)
    {
        var run = await Run(["check", .. args]);
        Assert.Equal(ExitCode.BadUsage, run.ExitCode);
        Assert.Equal(1, run.Error.AsSpan().Count('\n'));
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var run = await Run("check", "--input", Path.Combine(_folder, "none.csv"));
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("none.csv: no such file", run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> Run(params string[] args) => CommandRun.Of([.. args, "--data", Path.Combine(_folder, "data")]);
}
