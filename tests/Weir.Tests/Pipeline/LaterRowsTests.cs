using Weir.Pipeline;
using Weir.Pipeline.Datasets;
using Weir.Pipeline.Registry;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class LaterRowsTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void Only_rows_that_came_later_and_are_not_older_by_their_own_date_count()
    {
        ToyModels.Label(Store, "before", 5, 5);
        Time.Advance(TimeSpan.FromDays(1));
        var from = Time.GetUtcNow();
        ToyModels.Label(Store, "old", 5, 5, seen: from.AddDays(-100));
        ToyModels.Label(Store, "new", 3, 4, seen: from);
        ToyModels.Label(Store, "undated", 2, 0);
        var rows = LaterRows.Since(Store, new TrainingDomains(Store), from);
        Assert.Equal((5, 4, 9), (rows.Phishing, rows.Benign, rows.Domains));
        Assert.Empty(rows.Within(from.AddHours(1), from.AddDays(1)).All);
    }

    [Fact]
    public void Domains_of_a_versions_training_are_left_out()
    {
        var snapshot = DatasetSnapshot.Of([(Row("badnew0.test"), Part.Train), (Row("goodnew0.test"), Part.Calibrate), (Row("badnew1.test"), Part.Test)]);
        SnapshotFile.Write(Place.Path, snapshot);
        new ModelRegistry(Store).Register(ToyModels.File("v1"), new ModelOrigin("cycle", "x") { DatasetHash = snapshot.Hash }, "test");
        ToyModels.Label(Store, "new", 3, 3);
        var training = new TrainingDomains(Store);
        var rows = LaterRows.Since(Store, training, Time.GetUtcNow(), "v1");
        Assert.Equal((2, 2, true), (rows.Phishing, rows.Benign, rows.IsDisjoint));
        Assert.Same(training.Of("v1"), training.Of("v1"));
    }

    [Fact]
    public void Without_the_dataset_of_a_version_the_rows_say_that_they_may_overlap()
    {
        ToyModels.Passed(Store, "v1");
        ToyModels.Label(Store, "new", 3, 3);
        var rows = LaterRows.Since(Store, new TrainingDomains(Store), Time.GetUtcNow(), "v1");
        Assert.Equal((6, false), (rows.All.Count, rows.IsDisjoint));
    }

    [Fact]
    public void Figures_are_those_of_the_rows_and_a_missing_class_has_none()
    {
        ToyModels.Label(Store, "new", 300, 400);
        var rows = LaterRows.Since(Store, new TrainingDomains(Store), Time.GetUtcNow());
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
        ToyModels.Label(Store, "new", 300, 300);
        var rows = LaterRows.Since(Store, new TrainingDomains(Store), Time.GetUtcNow());
        var (weak, strong) = (ToyModels.Open(ToyModels.File("a", 0.5), "a"), ToyModels.Open(ToyModels.File("b", 0.9, 0.1), "b"));
        var difference = rows.Compare(strong, weak, TestContext.Current.CancellationToken);
        Assert.True(difference.Accuracy.Low > 0);
        Assert.True(difference.FalsePositiveRate.Low > 0);
        Assert.Equal(0, rows.Compare(weak, weak, TestContext.Current.CancellationToken).Accuracy.High);
    }

    private static DatasetRow Row(string domain) => new($"{domain}/", $"http://{domain}/", domain, domain.StartsWith("bad", StringComparison.Ordinal), null, "feed");
}

public sealed class LaterRowsOnSqlite() : LaterRowsTests(StoreKind.Sqlite);

public sealed class LaterRowsOnPostgres() : LaterRowsTests(StoreKind.Postgres);
