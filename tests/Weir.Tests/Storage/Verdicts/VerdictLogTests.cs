using Weir.Detection;
using Weir.Storage;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Verdicts;

public sealed class VerdictLogTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;

    public VerdictLogTests() => _store = WeirStore.Open(_directory.Path, _time);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_verdict_comes_back_as_it_was_kept()
    {
        var row = new VerdictRow
        {
            At = _time.GetUtcNow(),
            Channel = Channel.Url,
            SubjectKey = -5,
            Subject = "http://bad.test/",
            Registrable = "bad.test",
            Score = 0.97,
            Decision = Decision.Phishing,
            Category = "credential",
            Brand = "Example",
            Model = "v1",
            List = "block",
            Tenant = "other",
            AskedBy = "key:mail",
            Id = 77,
        };
        _store.Verdicts.Add([row, new VerdictRow { At = row.At, Subject = "?" }], seen: 7, dropped: 1, accepted: 3);
        var kept = _store.Verdicts.Recent(2);
        Assert.Equal(row, kept[1]);
        Assert.Equal((null, null, Decision.Unknown), (kept[0].Score, kept[0].Model, kept[0].Decision));
        Assert.Equal(new VerdictTotals(7, 2, 1, 0, 3), _store.Verdicts.Totals());
    }

    [Fact]
    public void A_time_can_be_read_and_counted_and_ends_before_its_end()
    {
        var start = _time.GetUtcNow();
        _store.Verdicts.Add([.. Enumerable.Range(0, 10).Select(i => Row(start.AddMinutes(i), i % 2 == 0 ? Decision.Phishing : Decision.Benign))], 10, 0, null);
        var read = new List<DateTimeOffset>();
        _store.Verdicts.Read(start.AddMinutes(2), start.AddMinutes(5), row => read.Add(row.At));
        Assert.Equal([start.AddMinutes(2), start.AddMinutes(3), start.AddMinutes(4)], read);
        Assert.Equal(new DecisionCounts(0, 1, 0, 2), _store.Verdicts.Count(start.AddMinutes(2), start.AddMinutes(5)));
    }

    [Fact]
    public void What_was_taken_and_not_written_is_counted_as_lost_once()
    {
        _store.Verdicts.Add([Row(_time.GetUtcNow())], 1, 0, accepted: 10);
        Assert.Equal(4, _store.Verdicts.CountLost(14));
        Assert.Equal(0, _store.Verdicts.CountLost(14));
        Assert.Equal(0, _store.Verdicts.CountLost(2));
        Assert.Equal((4, 14), (_store.Verdicts.Totals().Lost, _store.Verdicts.Totals().Accepted));
    }

    [Fact]
    public void Old_verdicts_are_forgotten_in_steps_and_the_file_does_not_grow_any_more()
    {
        var sizes = new List<long>();
        for (var day = 0; day < 6; day++)
        {
            _store.Verdicts.Add([.. Enumerable.Range(0, VerdictLog.CleanRows + 500).Select(_ => Row(_time.GetUtcNow()))], 1, 0, null);
            _time.Advance(TimeSpan.FromDays(1));
            if (day > 0) Assert.Equal(VerdictLog.CleanRows + 500, _store.Verdicts.Clean(_time.GetUtcNow().AddDays(-1), TestContext.Current.CancellationToken));
            sizes.Add(new FileInfo(_directory.File("weir.db")).Length);
        }

        Assert.Equal(VerdictLog.CleanRows + 500, _store.Verdicts.Recent(100_000).Count);
        Assert.True(sizes[^1] <= sizes[2] * 1.1, string.Join(" ", sizes));
        Assert.Equal(6 * (VerdictLog.CleanRows + 500), _store.Verdicts.Totals().Kept);
    }

    [Fact]
    public void The_oldest_verdicts_beyond_the_bound_go_first()
    {
        _store.Verdicts.Add([.. Enumerable.Range(0, 30).Select(i => Row(_time.GetUtcNow().AddSeconds(i)))], 30, 0, null);
        Assert.Equal(20, _store.Verdicts.Trim(10, TestContext.Current.CancellationToken));
        Assert.Equal(0, _store.Verdicts.Trim(10, TestContext.Current.CancellationToken));
        Assert.Equal(_time.GetUtcNow().AddSeconds(20), _store.Verdicts.Recent(100)[^1].At);
    }

    [Fact]
    public void How_a_version_answered_adds_up_in_steps_of_ten_minutes()
    {
        var start = DateTimeOffset.UnixEpoch.AddDays(20_000);
        _store.Served.Add([Served("v1", start.AddMinutes(1)), Served("v1", start.AddMinutes(9)), Served("v1", start.AddMinutes(11)), Served("v2", start)]);
        var steps = _store.Served.Read("v1", start.AddMinutes(5), start.AddHours(1));
        Assert.Equal([(start, 20L), (start.AddMinutes(10), 10L)], steps.Select(step => (step.At, step.Answers)));
        Assert.Equal(2, _store.Served.Clean(start.AddMinutes(10)));
    }

    private static VerdictRow Row(DateTimeOffset at, Decision decision = Decision.Benign) =>
        new() { At = at, Subject = "http://example.test/a/longer/path", Registrable = "example.test", Score = 0.1, Decision = decision, Model = "v1" };

    private static ServedFigures Served(string version, DateTimeOffset at) => new() { Version = version, At = at, Answers = 10, Phishing = 1, Faults = 2, Timed = 3, Micros = 40 };
}
