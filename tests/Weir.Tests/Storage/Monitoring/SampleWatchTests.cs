using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Monitoring;

public abstract class SampleWatchTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void A_draw_holds_so_many_rows_at_most_counts_all_and_is_the_same_each_time()
    {
        SomeStore.Import(Store, SomeUrls.Labelled(900, 1));
        var (from, to) = (Time.GetUtcNow(), Time.GetUtcNow().AddSeconds(1));
        var draw = Store.Watch.Samples.Collected(from, to, 100);
        var all = Store.Samples.CountLabels();
        Assert.Equal(100, draw.Rows.Count);
        Assert.Equal((all.Phishing, all.Benign), (draw.Phishing, draw.Benign));
        Assert.Equal(draw.Rows, Store.Watch.Samples.Collected(from, to, 100).Rows);
        Assert.Empty(Store.Watch.Samples.Collected(to, to.AddDays(1), 100).Rows);
        Assert.Empty(Store.Watch.Samples.Collected(from, to, 0).Rows);
    }

    [Fact]
    public void Later_samples_are_drawn_week_by_week_and_old_subjects_are_left_out()
    {
        SomeStore.Import(Store, SomeUrls.Labelled(300, 1));
        var trained = Time.GetUtcNow();
        for (var week = 0; week < 3; week++)
        {
            Time.Advance(TimeSpan.FromDays(7));
            SomeStore.Import(Store, SomeStore.SeenAt(SomeUrls.Labelled(200, 10 + week), Time.GetUtcNow()));
        }

        SomeStore.Import(Store, SomeUrls.Labelled(200, 99));
        var draw = Store.Watch.Samples.Later(trained.AddSeconds(1), Time.GetUtcNow().AddSeconds(1), 20);
        Assert.InRange(draw.Rows.Count, 100, 120);
        Assert.All(draw.Rows, row => Assert.True(row.AddedAt > trained));
        Assert.Equal(3, draw.Rows.Select(row => row.AddedAt).Distinct().Count());
    }
}

public sealed class SampleWatchOnSqlite() : SampleWatchTests(StoreKind.Sqlite);

public sealed class SampleWatchOnPostgres() : SampleWatchTests(StoreKind.Postgres);
