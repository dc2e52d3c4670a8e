using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Pipeline;
using Weir.Server;
using Weir.Server.Logs;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Logs;

public sealed class LogLineTests
{
    [Fact]
    public void An_entry_is_one_line_of_json_without_secrets()
    {
        using var folder = new TempDirectory();
        var settings = new LogSettings { File = folder.File("weir.jsonl"), Mask = SecretMask.Of("s3cret") };
        using (var logs = new FileLogs(settings, new FakeTime()))
            ServerLog.RequestFailed(logs.CreateLogger("Weir.Server"), new InvalidOperationException("no s3cret\nhere"), "/v1/x\n?token=abcdef");
        var line = Assert.Single(File.ReadAllLines(folder.File("weir.jsonl")));
        var entry = JsonDocument.Parse(line).RootElement;
        Assert.Equal(("2025-06-01T12:00:00Z", "error", "Weir.Server", 1), (entry.GetProperty("time").GetString(), entry.GetProperty("level").GetString(), entry.GetProperty("category").GetString(), entry.GetProperty("event").GetInt32()));
        Assert.Equal("The request to /v1/x\n?token=*** failed.", entry.GetProperty("message").GetString());
        Assert.Equal("/v1/x\n?token=***", entry.GetProperty("values").GetProperty("Path").GetString());
        Assert.Contains("no ***", entry.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_stays_on_one_line()
    {
        var text = LogLine.Text(LogLevel.Error, "Weir.Server", new EventId(1), "The request to /x\r\nfail: forged failed.", new InvalidOperationException("a\nb"), SecretMask.Patterns);
        Assert.DoesNotContain('\n', text);
        Assert.StartsWith("fail: Weir.Server[1] The request to /x fail: forged failed. System.InvalidOperationException: a b", text);
    }

    [Fact]
    public async Task The_server_logs_into_the_data_directory_what_its_level_lets_through()
    {
        using var folder = new TempDirectory();
        var logs = LogSettings.From(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Logs:File"] = "true" }, folder.Path, []);
        await using (var server = await ServerUnderTest.Start(change: options => options with { Logs = logs, LogLevel = LogLevel.Error }))
            await server.Post("/v1/check", """{"subject":"fail"}""");
        var line = Assert.Single(await File.ReadAllLinesAsync(folder.File("logs/weir.jsonl"), TestContext.Current.CancellationToken));
        Assert.Equal("The request to /v1/check failed.", JsonDocument.Parse(line).RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_full_disk_does_not_stop_the_server()
    {
        await using var server = await ServerUnderTest.Start(change: options => options with { Logs = new LogSettings { File = "/dev/full" } });
        Assert.Equal(500, (int)(await server.Post("/v1/check", """{"subject":"fail"}""")).StatusCode);
        Assert.Equal(200, (int)(await server.Post("/v1/check", """{"subject":"good"}""")).StatusCode);
    }

    [Fact]
    public void Settings_are_checked()
    {
        var faults = new List<string>();
        var read = LogSettings.From(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Logs:File"] = "/var/log/weir.jsonl", ["Logs:Console"] = "xml", ["Logs:Size"] = "1" }, "/data", faults);
        Assert.Equal("/var/log/weir.jsonl", read.File);
        Assert.Equal(["Logs:Console must be one of text, json, not 'xml'.", "Logs:Size is not a setting of Weir; here it knows Logs:Console, Logs:File, Logs:MostAge, Logs:MostFiles, Logs:MostMegabytes."], faults);
    }
}
