using Weir.Learning;
using Weir.Pipeline;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Appeals;
using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

public abstract class ModelCycleTests : StoreTests
{
    private readonly List<string> _stages = [];
    private int _trainings;
    private double _quality = 1;

    protected ModelCycleTests(StoreKind kind) : base(kind)
    {
        Import(0, 600);
    }

    [Fact]
    public void A_first_cycle_trains_judges_and_promotes_and_the_next_has_nothing_to_do()
    {
        var first = Run();
        Assert.Equal("promoted", first.Outcome);
        Assert.Equal(["collect", "label", "dataset", "train", "evaluate", "gate", "promoted"], _stages.Distinct());
        var champion = Store.Models.Champion()!;
        Assert.Equal(Store.Models.Find(champion.Version)!.GatedSha256, champion.Sha256);
        Assert.NotEmpty(Store.Watch.Reference(champion.Sha256)!);
        Assert.Equal("skipped", Run().Outcome);
        Assert.Equal(1, _trainings);
    }

    [Fact]
    public void Too_little_data_is_said_and_nothing_is_trained()
    {
        using var place = new TempDatabase(Kind);
        using var store = place.Open(Time);
        var result = new ModelCycle(store, Parts(), new CycleOptions()).Run(TestContext.Current.CancellationToken);
        Assert.Equal("skipped", result.Outcome);
        Assert.Contains("weir import", result.Reason);
    }

    [Fact]
    public void A_cycle_stopped_after_any_stage_is_finished_by_the_next_run()
    {
        foreach (var stage in (string[])["collect", "label", "dataset", "train", "evaluate", "gate"])
        {
            using var place = new TempDatabase(Kind);
            using var store = place.Open(Time);
            Import(store, 0, 600);
            using var stop = new CancellationTokenSource();
            var cycle = new ModelCycle(store, Parts(), new CycleOptions(), step => { if (step.Stage == stage) stop.Cancel(); });
            Assert.ThrowsAny<OperationCanceledException>(() => cycle.Run(stop.Token));
            Assert.Null(store.Models.Champion());
            Assert.NotNull(store.Cycles.Unfinished());
            var result = new ModelCycle(store, Parts(), new CycleOptions()).Run(TestContext.Current.CancellationToken);
            Assert.Equal(("cycle-1", "promoted"), (result.Cycle, result.Outcome));
            Assert.NotNull(store.Models.Champion());
            Assert.Null(store.Cycles.Unfinished());
        }
    }

    [Fact]
    public void A_half_done_cycle_whose_challenger_was_damaged_is_abandoned_by_name()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new ModelCycle(Store, Parts(), new CycleOptions(), step => { if (step.Stage == "evaluate") stop.Cancel(); }).Run(stop.Token));
        var challenger = Store.Models.All()[0];
        File.WriteAllText(Place.File(challenger.File), "cut");
        var result = Run(new CycleOptions { Force = true });
        Assert.Equal(("cycle-2", "promoted"), (result.Cycle, result.Outcome));
        Assert.Equal("abandoned", Store.Cycles.Recent(5).Single(cycle => cycle.Name == "cycle-1").Outcome);
    }

    [Fact]
    public void A_worse_challenger_is_refused_with_its_figures_and_the_champion_stays()
    {
        Run();
        var champion = Store.Models.Champion()!.Version;
        Import(600, 700);
        _quality = 0.1;
        var result = Run();
        Assert.Equal("refused", result.Outcome);
        Assert.Contains(champion, result.Reason);
        Assert.Equal(champion, Store.Models.Champion()!.Version);
        var challenger = Store.Models.All().First(model => model.Version != champion);
        Assert.False(new ModelRegistry(Store).Promote(challenger.Version, "test").Done);
        Assert.Equal("refused", Store.Models.History()[0].Kind);
    }

    [Fact]
    public void An_old_champion_is_renewed_and_can_be_rolled_back_to()
    {
        Run();
        var champion = Store.Models.Champion()!.Version;
        Import(600, 700);
        Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal("promoted", Run().Outcome);
        Assert.NotEqual(champion, Store.Models.Champion()!.Version);
        var registry = new ModelRegistry(Store);
        Assert.True(registry.Rollback("test", "false alarms").Done);
        Assert.Equal(champion, Store.Models.Champion()!.Version);
        Assert.False(registry.Rollback("test", "again").Done);
    }

    [Fact]
    public void A_challenger_that_loses_a_gold_subject_is_refused_by_name()
    {
        Store.Gold.Add(new Weir.Storage.Review.GoldSubject { Canonical = "bad9999.test/", Subject = "http://bad9999.test/", IsPhishing = true }, "anna");
        Run();
        Import(600, 700);
        Time.Advance(TimeSpan.FromDays(2));
        _quality = Share("http://bad9999.test/") - 0.001;
        var result = Run();
        Assert.Equal("refused", result.Outcome);
        Assert.Contains("0 of 1 gold subjects are right; 1 that", result.Reason);
        Assert.Contains("hxxp://bad9999[.]test/", result.Reason);
    }

    [Fact]
    public void A_challenger_that_loses_what_an_appeal_settled_is_refused_by_name()
    {
        Store.Appeals.File(new AppealCase { Tenant = "main", Canonical = "bad9999.test/", Subject = "http://bad9999.test/", Registrable = "bad9999.test", Wanted = 1, Deadline = Time.GetUtcNow() },
            new Objection { Id = "x", Wanted = 1, Reason = "missed", FiledBy = "anyone" });
        Store.Appeals.Settle("main", 1, new Settlement(true, true, "true, it is", null, true), "anna");
        Run();
        Import(600, 700);
        Time.Advance(TimeSpan.FromDays(2));
        _quality = Share("http://bad9999.test/") - 0.001;
        var result = Run();
        Assert.Equal("refused", result.Outcome);
        Assert.Contains("hxxp://bad9999[.]test/", result.Reason);
    }

    [Fact]
    public void A_model_that_no_gate_judged_or_whose_file_changed_afterwards_is_not_promoted()
    {
        var registry = new ModelRegistry(Store);
        var model = registry.Register(ToyModel("1"), new ModelOrigin("import", "file"), "test");
        Assert.Contains("not been judged", registry.Promote(model.Version, "test").Reason);
        Run();
        var champion = Store.Models.Find(Store.Models.Champion()!.Version)!;
        registry.Rollback("test", "x");
        File.WriteAllBytes(Place.File(champion.File), ToyModel("0.7"));
        Assert.Throws<ModelFileException>(() => registry.Read(champion));
    }

    [Theory]
    [InlineData(true, "refused")]
    [InlineData(false, "promoted")]
    public void A_first_challenger_must_not_be_worse_than_the_shipped_baseline_on_rows_that_this_cannot_know(bool isDated, string outcome)
    {
        using var place = new TempDatabase(Kind);
        using var store = place.Open(Time);
        Import(store, 0, 600, isDated ? Time.GetUtcNow() : null);
        var good = Parts().Open(ToyModel("1"), "shipped");
        _quality = 0.1;
        var limits = new GateLimits { Accuracy = 0, F1 = 0, TruePositiveRate = 0, StrictTruePositiveRate = 0, CalibrationError = 1, FalsePositiveRate = 1, Alarms = 1 };
        var result = new ModelCycle(store, Parts() with { Baseline = _ => good }, new CycleOptions { Limits = limits }).Run(TestContext.Current.CancellationToken);
        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(isDated, result.Reason.Contains("shipped", StringComparison.Ordinal));
        Assert.Equal(isDated, store.Models.Champion() is null);
    }

    [Fact]
    public void A_champion_that_cannot_be_loaded_does_not_keep_a_new_one_out()
    {
        Run();
        var champion = Store.Models.Champion()!;
        File.WriteAllText(Place.File(champion.File), "cut");
        Import(600, 700);
        Assert.Equal("promoted", Run().Outcome);
        Assert.NotEqual(champion.Version, Store.Models.Champion()!.Version);
    }

    [Fact]
    public void Only_one_cycle_runs_at_a_time()
    {
        CycleResult? inner = null;
        new ModelCycle(Store, Parts(), new CycleOptions(), step => { if (step.Stage == "label") inner = Run(); }).Run(TestContext.Current.CancellationToken);
        Assert.Equal("busy", inner!.Outcome);
    }

    private CycleResult Run(CycleOptions? options = null) =>
        new ModelCycle(Store, Parts(), options ?? new CycleOptions(), step => _stages.Add(step.Stage)).Run(TestContext.Current.CancellationToken);

    private void Import(int from, int to) => Import(Store, from, to);

    private static void Import(WeirStore store, int from, int to, DateTimeOffset? until = null)
    {
        using var writer = store.Imports.Begin("feed.csv", $"{from}");
        for (var i = from; i < to; i++)
        {
            var seen = until?.AddHours(i - to);
            writer.Add(new Observation("bad", $"http://bad{i}.test/", $"bad{i}.test/", $"bad{i}.test", true, seen, null));
            writer.Add(new Observation("good", $"http://good{i}.test/", $"good{i}.test/", $"good{i}.test", false, seen, null));
        }

        writer.Finish("done");
    }

    // A toy: the file holds one number, the share of phishing that the model finds.
    private CycleParts Parts() => new()
    {
        Train = (_, _, _, _) => new Challenger(ToyModel($"{_quality.ToString(System.Globalization.CultureInfo.InvariantCulture)}00{++_trainings}"), "{}", "toy"),
        Reference = (_, train, test, _) => [(byte)Math.Min(255, train.Count), (byte)Math.Min(255, test.Count)],
        Open = (bytes, name) => new ScoringModel(name, "", 0.9, 0.6, 0.5, () =>
        {
            var quality = ModelFile.Read(bytes, name).Get<double>("quality")[0];
            return url => url.Contains("bad", StringComparison.Ordinal) && Share(url) < quality ? 0.99 : 0.01 + (0.01 * Share(url));
        }),
    };

    private static double Share(string url) => Weir.Pipeline.Datasets.DomainBuckets.Place(url);

    private static byte[] ToyModel(string quality)
    {
        var file = new ModelFileBuilder();
        var value = double.Parse(quality, System.Globalization.CultureInfo.InvariantCulture);
        file.Add<double>("quality", [value]);
        return file.Build($$"""{"version":"toy-{{quality}}","schema":"toy"}""");
    }
}

public sealed class ModelCycleOnSqlite() : ModelCycleTests(StoreKind.Sqlite);

public sealed class ModelCycleOnPostgres() : ModelCycleTests(StoreKind.Postgres);
