using Weir.Detection;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Verdicts;

public abstract class VerdictLogTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void A_verdict_comes_back_as_it_was_kept()
    {
        var row = new VerdictRow
        {
            At = Time.GetUtcNow(),
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
        Store.Verdicts.Add([row, new VerdictRow { At = row.At, Subject = "?" }], seen: 7, dropped: 1, accepted: 3);
        var kept = Store.Verdicts.Recent(2);
        Assert.Equal(row, kept[1]);
        Assert.Equal((null, null, Decision.Unknown), (kept[0].Score, kept[0].Model, kept[0].Decision));
        Assert.Equal(new VerdictTotals(7, 2, 1, 0, 3), Store.Verdicts.Totals());
    }

    [Fact]
    public void A_time_can_be_read_and_counted_and_ends_before_its_end()
    {
        var start = Time.GetUtcNow();
        Store.Verdicts.Add([.. Enumerable.Range(0, 10).Select(i => Row(start.AddMinutes(i), i % 2 == 0 ? Decision.Phishing : Decision.Benign))], 10, 0, null);
        var read = new List<DateTimeOffset>();
        Store.Verdicts.Read(start.AddMinutes(2), start.AddMinutes(5), row => read.Add(row.At));
        Assert.Equal([start.AddMinutes(2), start.AddMinutes(3), start.AddMinutes(4)], read);
        Assert.Equal(new DecisionCounts(0, 1, 0, 2), Store.Verdicts.Count(start.AddMinutes(2), start.AddMinutes(5)));
    }

    [Fact]
    public void What_was_taken_and_not_written_is_counted_as_lost_once()
    {
        Store.Verdicts.Add([Row(Time.GetUtcNow())], 1, 0, accepted: 10);
        Assert.Equal(4, Store.Verdicts.CountLost(14));
        Assert.Equal(0, Store.Verdicts.CountLost(14));
        Assert.Equal(0, Store.Verdicts.CountLost(2));
        Assert.Equal((4, 14), (Store.Verdicts.Totals().Lost, Store.Verdicts.Totals().Accepted));
    }

    [Fact]
    public void Old_verdicts_are_forgotten_in_steps_and_the_file_does_not_grow_any_more()
    {
        var sizes = new List<long>();
        for (var day = 0; day < 6; day++)
        {
            Store.Verdicts.Add([.. Enumerable.Range(0, VerdictLog.CleanRows + 500).Select(_ => Row(Time.GetUtcNow()))], 1, 0, null);
            Time.Advance(TimeSpan.FromDays(1));
            if (day > 0) Assert.Equal(VerdictLog.CleanRows + 500, Store.Verdicts.Clean(Time.GetUtcNow().AddDays(-1), TestContext.Current.CancellationToken));
            sizes.Add(Store.File.Bytes);
        }

        Assert.Equal(VerdictLog.CleanRows + 500, Store.Verdicts.Recent(100_000).Count);
        // PostgreSQL gives the room of deleted rows back by its own clean-up, which the server of the tests does not run.
        if (Kind == StoreKind.Sqlite) Assert.True(sizes[^1] <= sizes[2] * 1.1, string.Join(" ", sizes));
        Assert.Equal(6 * (VerdictLog.CleanRows + 500), Store.Verdicts.Totals().Kept);
    }

    [Fact]
    public void The_oldest_verdicts_beyond_the_bound_go_first()
    {
        Store.Verdicts.Add([.. Enumerable.Range(0, 30).Select(i => Row(Time.GetUtcNow().AddSeconds(i)))], 30, 0, null);
        Assert.Equal(20, Store.Verdicts.Trim(10, TestContext.Current.CancellationToken));
        Assert.Equal(0, Store.Verdicts.Trim(10, TestContext.Current.CancellationToken));
        Assert.Equal(Time.GetUtcNow().AddSeconds(20), Store.Verdicts.Recent(100)[^1].At);
    }

    [Fact]
    public void How_a_version_answered_adds_up_in_steps_of_ten_minutes()
    {
        var start = DateTimeOffset.UnixEpoch.AddDays(20_000);
        Store.Served.Add([Served("v1", start.AddMinutes(1)), Served("v1", start.AddMinutes(9)), Served("v1", start.AddMinutes(11)), Served("v2", start)]);
        var steps = Store.Served.Read("v1", start.AddMinutes(5), start.AddHours(1));
        Assert.Equal([(start, 20L), (start.AddMinutes(10), 10L)], steps.Select(step => (step.At, step.Answers)));
        Assert.Equal(2, Store.Served.Clean(start.AddMinutes(10)));
    }

    private static VerdictRow Row(DateTimeOffset at, Decision decision = Decision.Benign) =>
        new() { At = at, Subject = "http://example.test/a/longer/path", Registrable = "example.test", Score = 0.1, Decision = decision, Model = "v1" };

    private static ServedFigures Served(string version, DateTimeOffset at) => new() { Version = version, At = at, Answers = 10, Phishing = 1, Faults = 2, Timed = 3, Micros = 40 };
}

public sealed class VerdictLogOnSqlite() : VerdictLogTests(StoreKind.Sqlite);

public sealed class VerdictLogOnPostgres() : VerdictLogTests(StoreKind.Postgres);
