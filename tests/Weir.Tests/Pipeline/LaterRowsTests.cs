using Weir.Pipeline;
using Weir.Pipeline.Datasets;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public sealed class LaterRowsTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;

    public LaterRowsTests() => _store = WeirStore.Open(_directory.Path, _time);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Only_rows_that_came_later_and_are_not_older_by_their_own_date_count()
    {
        ToyModels.Label(_store, "before", 5, 5);
        _time.Advance(TimeSpan.FromDays(1));
        var from = _time.GetUtcNow();
        ToyModels.Label(_store, "old", 5, 5, seen: from.AddDays(-100));
        ToyModels.Label(_store, "new", 3, 4, seen: from);
        ToyModels.Label(_store, "undated", 2, 0);
        var rows = LaterRows.Since(_store, new TrainingDomains(_store), from);
        Assert.Equal((5, 4, 9), (rows.Phishing, rows.Benign, rows.Domains));
        Assert.Empty(rows.Within(from.AddHours(1), from.AddDays(1)).All);
    }

    [Fact]
    public void Domains_of_a_versions_training_are_left_out()
    {
        var snapshot = DatasetSnapshot.Of([(Row("badnew0.test"), Part.Train), (Row("goodnew0.test"), Part.Calibrate), (Row("badnew1.test"), Part.Test)]);
        SnapshotFile.Write(_directory.Path, snapshot);
        new ModelRegistry(_store).Register(ToyModels.File("v1"), new ModelOrigin("cycle", "x") { DatasetHash = snapshot.Hash }, "test");
        ToyModels.Label(_store, "new", 3, 3);
        var training = new TrainingDomains(_store);
        var rows = LaterRows.Since(_store, training, _time.GetUtcNow(), "v1");
        Assert.Equal((2, 2, true), (rows.Phishing, rows.Benign, rows.IsDisjoint));
        Assert.Same(training.Of("v1"), training.Of("v1"));
    }

    [Fact]
    public void Without_the_dataset_of_a_version_the_rows_say_that_they_may_overlap()
    {
        ToyModels.Passed(_store, "v1");
        ToyModels.Label(_store, "new", 3, 3);
        var rows = LaterRows.Since(_store, new TrainingDomains(_store), _time.GetUtcNow(), "v1");
        Assert.Equal((6, false), (rows.All.Count, rows.IsDisjoint));
    }

    [Fact]
    public void Figures_are_those_of_the_rows_and_a_missing_class_has_none()
    {
        ToyModels.Label(_store, "new", 300, 400);
        var rows = LaterRows.Since(_store, new TrainingDomains(_store), _time.GetUtcNow());
        var figures = rows.Measure(ToyModels.Open(ToyModels.File("v1", finds: 0.8, alarms: 0.1), "v1"), TestContext.Current.CancellationToken);
        Assert.Equal((700, 300, 400, 700), (figures.Rows, figures.Phishing, figures.Benign, figures.Domains));
        Assert.InRange(figures.Recall.Value!.Value, 0.74, 0.86);
        Assert.InRange(figures.FalsePositiveRate.Value!.Value, 0.05, 0.15);
        Assert.InRange(figures.Accuracy.Value!.Value, figures.Accuracy.Low!.Value, figures.Accuracy.High!.Value);
        var none = rows.Within(DateTimeOffset.MinValue, DateTimeOffset.MinValue).Measure(ToyModels.Open(ToyModels.File("v1"), "v1"), TestContext.Current.CancellationToken);
        Assert.Equal((0, null, null), (none.Rows, none.Accuracy.Value, none.TprAt1Percent.High));
    }

    [Fact]
    public void Two_models_are_compared_on_the_same_rows()
    {
        ToyModels.Label(_store, "new", 300, 300);
        var rows = LaterRows.Since(_store, new TrainingDomains(_store), _time.GetUtcNow());
        var (weak, strong) = (ToyModels.Open(ToyModels.File("a", 0.5), "a"), ToyModels.Open(ToyModels.File("b", 0.9, 0.1), "b"));
        var difference = rows.Compare(strong, weak, TestContext.Current.CancellationToken);
        Assert.True(difference.Accuracy.Low > 0);
        Assert.True(difference.FalsePositiveRate.Low > 0);
        Assert.Equal(0, rows.Compare(weak, weak, TestContext.Current.CancellationToken).Accuracy.High);
    }

    private static DatasetRow Row(string domain) => new($"{domain}/", $"http://{domain}/", domain, domain.StartsWith("bad", StringComparison.Ordinal), null, "feed");
}
