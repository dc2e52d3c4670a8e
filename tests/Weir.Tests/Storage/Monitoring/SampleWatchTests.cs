using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Monitoring;

public sealed class SampleWatchTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;

    public SampleWatchTests() => _store = WeirStore.Open(_directory.Path, _time);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_draw_holds_so_many_rows_at_most_counts_all_and_is_the_same_each_time()
    {
        SomeStore.Import(_store, SomeUrls.Labelled(900, 1));
        var (from, to) = (_time.GetUtcNow(), _time.GetUtcNow().AddSeconds(1));
        var draw = _store.Watch.Samples.Collected(from, to, 100);
        var all = _store.Samples.CountLabels();
        Assert.Equal(100, draw.Rows.Count);
        Assert.Equal((all.Phishing, all.Benign), (draw.Phishing, draw.Benign));
        Assert.Equal(draw.Rows, _store.Watch.Samples.Collected(from, to, 100).Rows);
        Assert.Empty(_store.Watch.Samples.Collected(to, to.AddDays(1), 100).Rows);
        Assert.Empty(_store.Watch.Samples.Collected(from, to, 0).Rows);
    }

    [Fact]
    public void Later_samples_are_drawn_week_by_week_and_old_subjects_are_left_out()
    {
        SomeStore.Import(_store, SomeUrls.Labelled(300, 1));
        var trained = _time.GetUtcNow();
        for (var week = 0; week < 3; week++)
        {
            _time.Advance(TimeSpan.FromDays(7));
            SomeStore.Import(_store, SomeStore.SeenAt(SomeUrls.Labelled(200, 10 + week), _time.GetUtcNow()));
        }

        SomeStore.Import(_store, SomeUrls.Labelled(200, 99));
        var draw = _store.Watch.Samples.Later(trained.AddSeconds(1), _time.GetUtcNow().AddSeconds(1), 20);
        Assert.InRange(draw.Rows.Count, 100, 120);
        Assert.All(draw.Rows, row => Assert.True(row.AddedAt > trained));
        Assert.Equal(3, draw.Rows.Select(row => row.AddedAt).Distinct().Count());
    }
}
