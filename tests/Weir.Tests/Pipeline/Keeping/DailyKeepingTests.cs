using Weir.Pipeline;
using Weir.Pipeline.Keeping;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Keeping;

public sealed class DailyKeepingTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;

    public DailyKeepingTests() => _store = SomeStore.Open(_directory.Path, _time);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_was_taken_away_is_told_once()
    {
        for (var i = 0; i < 4; i++) SomeStore.Model(_store, $"m{i}");
        var finding = Assert.Single(await Run(new KeepingSettings { Models = 2, LeastFreeMiB = 0 }));
        Assert.Contains("2 old model files and 0 old datasets were taken away", finding.Sentence);
        Assert.Empty(await Run(new KeepingSettings { Models = 2, LeastFreeMiB = 0 }));
    }

    [Fact]
    public async Task A_disk_that_fills_up_is_told_before_it_is_full()
    {
        var finding = Assert.Single(await Run(new KeepingSettings { LeastFreeMiB = int.MaxValue }));
        Assert.Equal((FindingLevel.Critical, "disk"), (finding.Level, finding.Subject));
        Assert.Contains("free some space, or learning stops", finding.Sentence);
    }

    [Fact]
    public async Task A_clock_that_jumped_back_is_told_and_one_that_went_forward_is_not()
    {
        _store.Settings.Set("a", "1", "test");
        _time.Advance(TimeSpan.FromDays(400));
        Assert.Empty(await Run(new KeepingSettings { LeastFreeMiB = 0 }));
        _store.Settings.Set("a", "2", "test");
        _time.Advance(TimeSpan.FromDays(-400));
        var finding = Assert.Single(await Run(new KeepingSettings { LeastFreeMiB = 0 }));
        Assert.Equal("clock", finding.Subject);
        Assert.StartsWith("The clock says 2025-06-01 12:00 UTC, but something was written at 2026-07-06 12:00 UTC; set the clock", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_read_is_a_finding_and_the_rest_is_done()
    {
        _directory.Write("left.weir.tmp", "half");
        File.Delete(_directory.File("weir.db"));
        var findings = await Run(new KeepingSettings { LeastFreeMiB = 0 });
        Assert.All(findings, finding => Assert.Contains("was removed while Weir ran", finding.Sentence));
        Assert.NotEmpty(findings);
        Assert.False(File.Exists(_directory.File("left.weir.tmp")));
    }

    private Task<IReadOnlyList<Finding>> Run(KeepingSettings settings) => new DailyKeeping(_store, settings).RunAsync([], TestContext.Current.CancellationToken);
}
