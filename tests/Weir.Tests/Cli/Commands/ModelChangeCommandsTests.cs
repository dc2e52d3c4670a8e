using Weir.Cli;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

public sealed class ModelChangeCommandsTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();

    public ModelChangeCommandsTests()
    {
        using var store = WeirStore.Open(_directory.Path, _time);
        ToyModels.Champion(store, "v1");
        _time.Advance(TimeSpan.FromDays(3));
        ToyModels.Champion(store, "v2");
        ToyModels.Passed(store, "v3");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_rollback_is_one_command_with_its_reason()
    {
        Assert.Contains("v1 is the champion again", await Output("rollback", "--reason", "false alarms at the bank"));
        Assert.Contains("rolled-back by cli: false alarms at the bank", await Output("history", "--at", "2100-01-01"));
        Assert.Contains("v2 is the champion again", await Output("rollback", "--to", "v2"));
        var refused = await Run("rollback", "--to", "v3");
        Assert.Equal(ExitCode.Failed, refused.ExitCode);
        Assert.Contains("never champion", refused.Error);
    }

    [Fact]
    public async Task A_day_tells_every_champion_that_it_saw()
    {
        Assert.Contains("shipped baseline served", await Output("history", "--at", "2025-05-31"));
        Assert.StartsWith("v1  champion from 2025-06-01 12:00:00 to 2025-06-04 12:00:00 UTC, promoted by test", await Output("history", "--at", "2025-06-02"));
        Assert.Equal(2, (await Output("history", "--at", "2025-06-04")).Count(c => c == '\n'));
        Assert.StartsWith("v2  ", await Output("history", "--at", "2025-06-04T12:00"));
        Assert.Equal(ExitCode.BadUsage, (await Run("history", "--at", "yesterday")).ExitCode);
        Assert.Contains("promoted", await Output("history"));
    }

    [Fact]
    public async Task A_challenger_is_begun_shown_and_dropped()
    {
        Assert.Contains("v3 runs beside the champion v2", await Output("shadow", "v3", "--share", "5", "--reason", "trial"));
        Assert.Contains("v3 beside v2: runs until", await Output("shadow"));
        Assert.Contains("v3 is dropped", await Output("drop", "--reason", "enough"));
        Assert.Contains("dropped, enough", await Output("shadow"));
        Assert.Equal(ExitCode.Failed, (await Run("drop")).ExitCode);
        Assert.Equal(ExitCode.BadUsage, (await Run("shadow", "v3", "--share", "100")).ExitCode);
    }

    private async Task<string> Output(params string[] args)
    {
        var run = await Run(args);
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        return run.Output;
    }

    private Task<CommandRun> Run(params string[] args) => CommandRun.Of(["models", .. args, "--data", _directory.Path]);
}
