using Weir.Cli;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class ListEntryCommandsTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task An_added_entry_is_shown_honoured_by_check_and_removed_by_its_shown_value()
    {
        Assert.Equal(ExitCode.Done, (await Lists("add", "block", "hxxp://bad[.]test/login", "--note", "ticket 7")).ExitCode);
        Assert.Contains("bad[.]test/login  ticket 7", (await Lists("show")).Output, StringComparison.Ordinal);
        Assert.Contains("phishing", await Check("https://bad.test/login"), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Lists("remove", "bad[.]test/login")).ExitCode);
        Assert.Contains("No entries", (await Lists("show")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, (await Lists("remove", "bad[.]test/login")).ExitCode);
    }

    [Fact]
    public async Task Each_change_lands_in_the_audit_log()
    {
        await Lists("add", "allow", "www.example.com", "--expires", "30d");
        await Lists("remove", "www.example.com");
        using var store = WeirStore.Open(_data.Path, TimeProvider.System);
        Assert.Equal(["list.remove", "list.add"], store.Audit.Recent(10).Select(entry => entry.Action));
        Assert.Null(store.Audit.FirstBroken());
    }

    [Fact]
    public async Task A_list_can_be_shown_alone_and_block_wins_aloud()
    {
        await Lists("add", "block", "bad.test");
        Assert.Contains("which wins", (await Lists("add", "allow", "bad.test")).Output, StringComparison.Ordinal);
        Assert.StartsWith("allow  domain  bad.test", (await Lists("show", "allow")).Output, StringComparison.Ordinal);
        Assert.StartsWith("block  domain  bad[.]test", (await Lists("show", "block")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("block", "pages.dev", "--scope", "domain")]
    [InlineData("block", "google.com")]
    [InlineData("block", "a\\b.test", "--scope", "host")]
    [InlineData("block", "bad.test/x", "--scope", "host")]
    [InlineData("block", "bad!.test")]
    [InlineData("block", "bad.test", "--expires", "2001-01-01")]
    [InlineData("block", "bad.test", "--expires", "soon")]
    [InlineData("block", "bad.test", "--expires", "99999999d")]
    [InlineData("block", "bad.test", "--scope", "world")]
    [InlineData("maybe", "bad.test")]
    public async Task What_cannot_be_meant_is_refused_in_one_sentence_and_nothing_is_kept(params string[] args)
    {
        var run = await Lists(["add", .. args]);
        Assert.Equal(ExitCode.BadUsage, run.ExitCode);
        Assert.Equal(1, run.Error.AsSpan().Count('\n'));
        Assert.False(WeirStore.Exists(_data.Path));
    }

    [Fact]
    public async Task A_day_ends_an_entry_at_its_start_in_utc()
    {
        var run = await Lists("add", "allow", "www.example.com", "--expires", "2999-12-31");
        Assert.Contains("until 2999-12-31 00:00 UTC", run.Output, StringComparison.Ordinal);
    }

    private Task<CommandRun> Lists(params string[] args) => CommandRun.Of(["lists", .. args, "--data", _data.Path]);

    private async Task<string> Check(string subject) => (await CommandRun.Of("check", subject, "--data", _data.Path)).Output;
}
