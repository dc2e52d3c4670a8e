using Weir.Pipeline;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class LearningLoopTests(StoreKind kind) : StoreTests(kind)
{
    private readonly List<string> _turns = [];
    private readonly List<Finding> _told = [];

    [Fact]
    public async Task Each_station_has_its_turn_when_it_is_due_and_in_order()
    {
        var loop = Loop(Station("collect", TimeSpan.Zero), Station("learn", TimeSpan.FromHours(6)));
        await Tick(loop);
        await Tick(loop);
        Time.Advance(TimeSpan.FromHours(6));
        await Tick(loop);
        Assert.Equal(["collect", "learn", "collect", "collect", "learn"], _turns);
    }

    [Fact]
    public async Task A_restart_neither_repeats_nor_forgets_a_turn()
    {
        await Tick(Loop(Station("daily", TimeSpan.FromDays(1))));
        Time.Advance(TimeSpan.FromHours(23));
        await Tick(Loop(Station("daily", TimeSpan.FromDays(1))));
        Assert.Single(_turns);
        Time.Advance(TimeSpan.FromHours(1));
        await Tick(Loop(Station("daily", TimeSpan.FromDays(1))));
        Assert.Equal(2, _turns.Count);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_stop_the_loop()
    {
        var loop = Loop(Station("daily", TimeSpan.FromDays(1)));
        await Tick(loop);
        Time.Advance(TimeSpan.FromDays(-400));
        await Tick(loop);
        Assert.Equal(2, _turns.Count);
    }

    [Fact]
    public async Task A_station_that_fails_is_told_about_and_the_others_go_on()
    {
        var broken = new LoopStation("learn", TimeSpan.FromHours(6), _ => throw new InvalidOperationException("the disk is full")) { FailureKind = FindingKind.TrainingFailed };
        await Tick(Loop(broken, Station("keep", TimeSpan.FromDays(1))));
        Assert.Equal(["keep"], _turns);
        var finding = Assert.Single(_told);
        Assert.Equal((FindingKind.TrainingFailed, FindingLevel.Critical, "learn"), (finding.Kind, finding.Level, finding.Subject));
        Assert.Contains("the disk is full", finding.Sentence);
        await Tick(Loop(broken));
        Assert.Single(_told);
    }

    [Fact]
    public async Task What_was_found_is_told_before_the_turn_counts()
    {
        var found = new Finding(FindingKind.Drift, FindingLevel.Warning, "url", "The scores have moved.");
        var station = new LoopStation("watch", TimeSpan.FromHours(1), _ => Task.FromResult<IReadOnlyList<Finding>>([found]));
        var isDown = true;
        var loop = new LearningLoop(Store, [station], (findings, _) =>
        {
            if (findings.Count > 0 && isDown) throw new IOException("the alerts cannot be kept");
            _told.AddRange(findings);
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<IOException>(() => loop.TickAsync(ct: TestContext.Current.CancellationToken));
        isDown = false;
        await Tick(loop);
        Assert.Equal([found], _told);
    }

    [Fact]
    public async Task A_stop_is_no_failure()
    {
        using var stop = new CancellationTokenSource();
        var loop = Loop(new LoopStation("learn", TimeSpan.Zero, ct =>
        {
            stop.Cancel();
            ct.ThrowIfCancellationRequested();
            return Task.FromResult<IReadOnlyList<Finding>>([]);
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.TickAsync(ct: stop.Token));
        Assert.Empty(_told);
    }

    private LoopStation Station(string name, TimeSpan every) => new(name, every, _ =>
    {
        _turns.Add(name);
        return Task.FromResult<IReadOnlyList<Finding>>([]);
    });

    private LearningLoop Loop(params LoopStation[] stations) => new(Store, stations, (findings, _) =>
    {
        _told.AddRange(findings);
        return Task.CompletedTask;
    });

    private static Task Tick(LearningLoop loop) => loop.TickAsync(ct: TestContext.Current.CancellationToken);
}

public sealed class LearningLoopOnSqlite() : LearningLoopTests(StoreKind.Sqlite);

public sealed class LearningLoopOnPostgres() : LearningLoopTests(StoreKind.Postgres);
