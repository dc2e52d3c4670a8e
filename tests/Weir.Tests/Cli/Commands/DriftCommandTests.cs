using System.Text.Json;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class DriftCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public DriftCommandTests() => Directory.CreateDirectory(_directory.File("data"));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_report_is_printed_and_written_with_its_plots()
    {
        var html = _directory.File("drift.html");
        var run = await CommandRun.Of("drift", "--data", _directory.File("data"), "--html", html, "--since", "2025-01-01");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("drift of ", run.Output);
        Assert.Contains(html, run.Error);
        Assert.Contains("<style>", await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Programs_get_json()
    {
        var run = await CommandRun.Of("drift", "--data", _directory.File("data"), "--json");
        using var json = JsonDocument.Parse(run.Output);
        Assert.False(json.RootElement.GetProperty("asksForTraining").GetBoolean());
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("9999-01-01")]
    public async Task A_begin_that_is_none_is_bad_usage(string since)
    {
        var run = await CommandRun.Of("drift", "--data", _directory.File("data"), "--since", since);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--since", run.Error);
    }
}
