using Weir.Detection;
using Weir.Pipeline.Monitoring;
using Weir.Pipeline.Registry;
using Weir.Storage.Monitoring;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Monitoring;

public abstract class DriftMonitorTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void Without_a_model_the_report_says_so_and_is_kept()
    {
        var report = Monitor().Run(null, TestContext.Current.CancellationToken);
        Assert.Contains("no model", Assert.Single(report.Notes));
        Assert.Equal("none", Assert.Single(Store.Watch.Reports()).Model);
    }

    [Fact]
    public void Samples_of_a_changed_world_ask_for_a_training_and_those_of_the_same_do_not()
    {
        Register(withReference: true);
        Collect(SomeUrls.Labelled(1500, 51));
        Assert.False(Run().AsksForTraining);
        Time.Advance(TimeSpan.FromDays(8));
        Collect(SomeUrls.Labelled(1200, 52).Select(Labelled));
        var report = Run();
        Assert.True(report.AsksForTraining);
        Assert.Contains(report.Findings, finding => finding.Subject == "features samples");
        Assert.Equal([true, false], Store.Watch.Reports(5).Select(kept => kept.Asks));
        Assert.Equal(DriftText.Json(report), DriftText.Json(DriftText.Unpack(Store.Watch.Reports()[0].Content)));
    }

    [Fact]
    public void Samples_that_came_before_the_training_are_not_looked_at()
    {
        Collect(SomeUrls.Labelled(800, 53));
        Time.Advance(TimeSpan.FromHours(1));
        Register(withReference: true);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(Run().Views);
    }

    [Fact]
    public void An_older_model_without_a_reference_is_told_so()
    {
        Register(withReference: false);
        Collect(SomeUrls.Labelled(800, 54));
        Assert.Contains(Run().Notes, note => note.Contains("No rows are kept", StringComparison.Ordinal));
    }

    [Fact]
    public void Traffic_is_compared_with_its_own_history()
    {
        Register(withReference: false);
        var id = 0;
        for (var day = 0; day < 30; day++)
        {
            Store.Watch.Verdicts.Take([.. SomeUrls.Labelled(150, 100 + day).Select((row, i) =>
                new WatchedVerdict(++id, Time.GetUtcNow(), (day < 22 ? row : SomeDrift.Change(row, i)).Url, day < 29 ? Decision.Benign : Decision.Phishing))], 1000);
            Time.Advance(TimeSpan.FromHours(day < 29 ? 24 : 12));
        }

        var report = Run();
        Assert.Equal(("traffic", true), (report.Views[0].Name, report.Views[0].IsJudged));
        Assert.Contains(report.Findings, finding => finding.Subject == "features traffic");
        Assert.Contains(report.Findings, finding => finding.Kind == Weir.Pipeline.FindingKind.HighRisk);
        Assert.False(report.AsksForTraining);
    }

    [Fact]
    public void Later_rows_of_training_domains_tell_nothing_of_the_age()
    {
        Register(withReference: true);
        Time.Advance(TimeSpan.FromDays(1));
        Collect(SomeStore.SeenAt(SomeUrls.Labelled(1500, 55), Time.GetUtcNow()));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.NotEmpty(Run().Ageing!.Weeks);
        Assert.Empty(Monitor(_ => new EveryDomain()).Run(SomeModel.Model, TestContext.Current.CancellationToken).Ageing!.Weeks);
    }

    private DriftReport Run() => Monitor().Run(SomeModel.Model, TestContext.Current.CancellationToken);

    private DriftMonitor Monitor(Func<string, IReadOnlySet<string>?>? domains = null) => new(Store, new MonitoringSettings(), SomeDrift.Reader) { TrainingDomains = domains };

    private void Collect(IEnumerable<Weir.Pipeline.LabelledUrl> rows)
    {
        SomeStore.Import(Store, rows);
        Time.Advance(TimeSpan.FromMinutes(1));
    }

    private static Weir.Pipeline.LabelledUrl Labelled(Weir.Pipeline.LabelledUrl row, int number) => row with
    {
        Url = $"https://{number}-host{number}.test/a/b/c/d/{number * 31L}/e/x.html?id={number}&k=1&l=2",
    };

    private void Register(bool withReference)
    {
        var model = new ModelRegistry(Store).Register(SomeModel.Trained.File, new ModelOrigin("cycle", "some"), "test");
        if (withReference) Store.Watch.KeepReference(model.Sha256, SomeDrift.Reference.Save());
    }

    private sealed class EveryDomain : IReadOnlySet<string>
    {
        public int Count => 0;

        public bool Contains(string item) => true;

        public bool IsProperSubsetOf(IEnumerable<string> other) => false;

        public bool IsProperSupersetOf(IEnumerable<string> other) => false;

        public bool IsSubsetOf(IEnumerable<string> other) => false;

        public bool IsSupersetOf(IEnumerable<string> other) => false;

        public bool Overlaps(IEnumerable<string> other) => false;

        public bool SetEquals(IEnumerable<string> other) => false;

        public IEnumerator<string> GetEnumerator() => Enumerable.Empty<string>().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

public sealed class DriftMonitorOnSqlite() : DriftMonitorTests(StoreKind.Sqlite);

public sealed class DriftMonitorOnPostgres() : DriftMonitorTests(StoreKind.Postgres);
