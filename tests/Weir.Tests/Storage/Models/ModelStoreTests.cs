using Weir.Storage.Models;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Models;

public abstract class ModelStoreTests(StoreKind kind) : StoreTests(kind)
{
    [Fact]
    public void Rollback_goes_back_step_by_step_and_never_past_the_first()
    {
        foreach (var version in (string[])["v1", "v2", "v3"])
        {
            Store.Models.Add(Model(version), "test");
            Store.Models.Promote(version, "test", "better");
        }

        Assert.Equal("v3", Store.Models.Champion()!.Version);
        Assert.Equal("v2", Store.Models.Rollback("anna", "false alarms"));
        Assert.Equal("v1", Store.Models.Rollback("anna", "still"));
        Assert.Null(Store.Models.Rollback("anna", "still"));
        Assert.Equal("v1", Store.Models.Champion()!.Version);
        Assert.Equal(5, Store.Settings.Revision(ModelStore.Revision));
        Assert.Equal(("rolled-back", "v1", "v2"), Last());
        Assert.Null(Store.Audit.FirstBroken());
    }

    [Fact]
    public void A_judgement_is_kept_with_the_hash_of_what_was_judged()
    {
        Store.Models.Add(Model("v1"), "test");
        Assert.Null(Store.Models.Find("v1")!.GatesPassed);
        Store.Models.Judge("v1", "{}", "[]", true, "ff", "all gates passed", "test");
        var model = Store.Models.Find("v1")!;
        Assert.Equal((true, "ff", "{}"), (model.GatesPassed, model.GatedSha256, model.Report));
        Assert.Null(Store.Models.Champion());
    }

    [Fact]
    public void A_cycle_keeps_its_stage_until_it_ends()
    {
        var cycle = Store.Cycles.Begin();
        Assert.Equal("cycle-1", cycle.Name);
        Store.Cycles.Advance(cycle with { Stage = "trained", DatasetHash = "dd", Challenger = "v1" });
        var unfinished = Store.Cycles.Unfinished()!;
        Assert.Equal(("trained", "dd", "v1"), (unfinished.Stage, unfinished.DatasetHash, unfinished.Challenger));
        Store.Cycles.Finish(cycle.Id, "refused", "worse");
        Assert.Null(Store.Cycles.Unfinished());
        Assert.Equal((1, 1, 0), (Store.Cycles.Count(), Store.Cycles.Count("refused"), Store.Cycles.Count("promoted")));
    }

    [Fact]
    public void A_dataset_is_kept_once()
    {
        var dataset = new DatasetRecord { Hash = "dd", Rows = 3, Phishing = 1, File = "datasets/dd.csv.gz" };
        Store.Datasets.Add(dataset);
        Store.Datasets.Add(dataset with { Rows = 9 });
        Assert.Equal(3, Store.Datasets.Find("dd")!.Rows);
        Assert.Equal("dd", Store.Datasets.Latest()!.Hash);
    }

    private (string, string, string?) Last()
    {
        var step = Store.Models.History()[0];
        return (step.Kind, step.Version, step.Previous);
    }

    private static ModelVersion Model(string version) => new()
    {
        Version = version,
        Origin = "cycle",
        Sha256 = "ff",
        File = $"models/{version}.weir",
        Schema = "url-1",
        Parameters = "{}",
    };
}

public sealed class ModelStoreOnSqlite() : ModelStoreTests(StoreKind.Sqlite);

public sealed class ModelStoreOnPostgres() : ModelStoreTests(StoreKind.Postgres);
