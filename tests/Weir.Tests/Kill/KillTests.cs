using Weir.Benchmarks.Kill;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Kill;

public class KillTests
{
    [Fact]
    public async Task A_kill_in_any_stage_or_at_any_moment_loses_nothing_and_leaves_nothing_behind()
    {
        var output = TestContext.Current.TestOutputHelper!;
        using var run = new KillRun(WeirProcess.Executable, seed: 2, output.WriteLine);
        var report = await run.RunAsync(random: 10);
        Assert.Equal("", string.Join('\n', report.Faults));
        Assert.Equal(KillPoint.Stages.Order(), report.Stages.Keys.Order());
        Assert.Equal(0, report.Growth);
        Assert.Equal(10, report.Random);
    }
}
