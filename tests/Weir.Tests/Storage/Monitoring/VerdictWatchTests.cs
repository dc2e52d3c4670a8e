using Weir.Detection;
using Weir.Storage.Monitoring;
using Weir.Storage.Verdicts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Monitoring;

public abstract class VerdictWatchTests(StoreKind kind) : StoreTests(kind)
{
    private static readonly DateTimeOffset Start = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_day_keeps_a_fixed_number_of_verdicts_and_every_hour_is_counted()
    {
        Store.Watch.Verdicts.Take(Verdicts(1, 3000), 100);
        Assert.Equal(100, Store.Watch.Verdicts.Rows(Start, Start.AddDays(1)).Count);
        var hours = Store.Watch.Verdicts.Hours(Start, Start.AddDays(1));
        Assert.Equal((24, 3000, 750), (hours.Count, hours.Sum(hour => hour.All), hours.Sum(hour => hour.Phishing)));
        Assert.Equal(3000, Store.Watch.Verdicts.Last());
    }

    [Fact]
    public void Verdicts_offered_again_or_in_other_batches_change_nothing()
    {
        var all = Verdicts(1, 1000);
        Store.Watch.Verdicts.Take(all, 50);
        var rows = Store.Watch.Verdicts.Rows(Start, Start.AddDays(1));
        Store.Watch.Verdicts.Take(all, 50);
        Assert.Equal(1000, Store.Watch.Verdicts.Hours(Start, Start.AddDays(1)).Sum(hour => hour.All));

        using var place = new TempDatabase(Kind);
        using var other = place.Open(new FakeTime());
        foreach (var batch in all.Chunk(33)) other.Watch.Verdicts.Take(batch, 50);
        Assert.Equal(rows, other.Watch.Verdicts.Rows(Start, Start.AddDays(1)));
    }

    [Fact]
    public void Logged_verdicts_on_addresses_are_taken_once_also_when_the_log_was_emptied()
    {
        void Log(int rows, Channel channel) => Store.Verdicts.Add([.. Enumerable.Range(0, rows).Select(i => new VerdictRow
        {
            At = Start.AddMinutes(i), Channel = channel, Subject = $"http://site{i}.example/", Decision = Decision.Benign,
        })], rows, 0, null);
        Log(30, Channel.Url);
        Log(5, Channel.Mail);
        Assert.Equal(30, Store.Watch.Verdicts.TakeNew(20, TestContext.Current.CancellationToken));
        Assert.Equal(0, Store.Watch.Verdicts.TakeNew(20, TestContext.Current.CancellationToken));
        Assert.Equal(20, Store.Watch.Verdicts.Rows(Start, Start.AddDays(1)).Count);
        Store.Verdicts.Clean(Start.AddDays(2), TestContext.Current.CancellationToken);
        Log(10, Channel.Url);
        Assert.Equal(10, Store.Watch.Verdicts.TakeNew(20, TestContext.Current.CancellationToken));
        Assert.Equal(40, Store.Watch.Verdicts.Hours(Start, Start.AddDays(1)).Sum(hour => hour.Benign));
    }

    [Fact]
    public void Old_verdicts_reports_and_references_are_forgotten()
    {
        var watch = Store.Watch;
        watch.Verdicts.Take(Verdicts(1, 500), 50);
        watch.KeepReference("gone", [1]);
        for (var hour = 0; hour < 48; hour++) watch.KeepReport(Start.AddHours(hour), "m", hour % 2 == 0, [(byte)hour]);
        watch.Clean(Start.AddDays(1), Start.AddHours(1), Start.AddHours(47));
        Assert.Empty(watch.Verdicts.Rows(Start, Start.AddDays(1)));
        Assert.Empty(watch.Verdicts.Hours(Start, Start.AddDays(1)));
        Assert.Null(watch.Reference("gone"));
        Assert.Equal([47, 23], watch.Reports(10).Select(report => (int)report.Content[0]));
    }

    private static List<WatchedVerdict> Verdicts(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(id => new WatchedVerdict(id, Start.AddSeconds(86_399.0 * id / (from + count)), $"http://site{id}.example/", (Decision)(id % 4)))];
}

public sealed class VerdictWatchOnSqlite() : VerdictWatchTests(StoreKind.Sqlite);

public sealed class VerdictWatchOnPostgres() : VerdictWatchTests(StoreKind.Postgres);
