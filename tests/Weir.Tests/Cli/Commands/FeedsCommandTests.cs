using Weir.Cli;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class FeedsCommandTests : IDisposable
{
    private readonly TempDirectory _data = new();
    private readonly FeedServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task A_feed_is_added_fetched_shown_and_taken_away()
    {
        _server.Answer = _ => FeedReply.Text("http://a.test/login\nnonsense here\nhttp://b.test/\n");
        Assert.Equal(ExitCode.Done, (await Run("add", "openphish", "Url=" + _server.Address("/s3cret"))).ExitCode);
        var fetch = await Run("fetch", "openphish");
        Assert.Equal((ExitCode.Done, ""), (fetch.ExitCode, fetch.Error));
        Assert.StartsWith("openphish: done, 3 read, 2 new, 0 known, 1 rejected", fetch.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^openphish +well +trust 0.90 +2 observations +2 phishing .* rows 3 ", (await Run()).Output);
        Assert.Contains("last success ", (await Run("health")).Output, StringComparison.Ordinal);
        Assert.Contains("feed openphish:2:", (await Run("rejects")).Output, StringComparison.Ordinal);
        Assert.Contains("hxxp://a.test/login", (await Run("raw", "a.test/login")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Run("remove", "openphish")).ExitCode);
        Assert.Matches("(?m)^openphish +imported +trust 0.90 +2 observations", (await Run()).Output);
        using var store = WeirStore.Open(_data.Path, TimeProvider.System);
        Assert.DoesNotContain("s3cret", string.Join(' ', store.Audit.Recent(20)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_that_fails_is_told_on_stderr_and_by_the_exit_code()
    {
        _server.Answer = _ => FeedReply.Of("500 Oops");
        await Run("add", "desk", "Kind=lines", "Label=phishing", "Url=" + _server.Address("/"));
        var run = await Run("fetch");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.StartsWith("weir: The feed desk could not be fetched: 127.0.0.1", run.Error, StringComparison.Ordinal);
        await Run("fetch");
        var health = await Run("health");
        Assert.Equal(ExitCode.Failed, health.ExitCode);
        Assert.Contains("warning: The feed desk could not be fetched", health.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feeds_are_switched_off_and_on_and_other_settings_stay()
    {
        _data.Write("weir.json", """{ "Server": { "MaxItems": 5 }, "feeds": { "openphish": { "Kind": "openphish" } } }""");
        Assert.Equal("openphish is switched off.", (await Run("disable", "openphish")).Output.Trim());
        Assert.Matches("(?m)^openphish +off ", (await Run()).Output);
        await Run("enable", "openphish");
        Assert.Matches("(?m)^openphish +new ", (await Run()).Output);
        Assert.Contains("\"MaxItems\": 5", File.ReadAllText(_data.File("weir.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.BadUsage, "'desk' is no kind of feed: say Kind=", "add", "desk")]
    [InlineData(ExitCode.BadUsage, "'Url' is not SETTING=VALUE.", "add", "openphish", "Url")]
    [InlineData(ExitCode.Failed, "Feeds:openphish:Every must be a time", "add", "openphish", "Every=often")]
    [InlineData(ExitCode.Failed, "No feed named desk is set up", "enable", "desk")]
    [InlineData(ExitCode.Failed, "No feed named desk is set up", "fetch", "desk")]
    [InlineData(ExitCode.Failed, "has no feed named desk", "remove", "desk")]
    public async Task What_cannot_be_done_is_told_and_changes_nothing(int code, string told, params string[] args)
    {
        var run = await Run(args);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_data.File("weir.json")));
    }

    [Fact]
    public async Task A_file_with_comments_is_left_to_its_owner()
    {
        var file = _data.Write("weir.json", "{ // mine\n }");
        var run = await Run("add", "openphish");
        Assert.Contains("holds comments or is not plain JSON, so that it can be changed only by hand.", run.Error, StringComparison.Ordinal);
        Assert.Equal("{ // mine\n }", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_new_file_can_be_read_by_its_owner_only()
    {
        await Run("add", "phishtank", "Key=s3cret");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_data.File("weir.json")));
        Assert.DoesNotContain("s3cret", (await Run()).Output + (await Run("health")).Output, StringComparison.Ordinal);
    }

    private Task<CommandRun> Run(params string[] args) => CommandRun.Of(["feeds", .. args, "--data", _data.Path]);
}
