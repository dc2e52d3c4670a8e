using Weir.Storage;
using Weir.Storage.Models;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Models;

public sealed class ModelStoreTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly WeirStore _store;

    public ModelStoreTests() => _store = WeirStore.Open(_directory.Path, new FakeTime());

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Rollback_goes_back_step_by_step_and_never_past_the_first()
    {
        foreach (var version in (string[])["v1", "v2", "v3"])
        {
            _store.Models.Add(Model(version), "test");
            _store.Models.Promote(version, "test", "better");
        }

        Assert.Equal("v3", _store.Models.Champion()!.Version);
        Assert.Equal("v2", _store.Models.Rollback("anna", "false alarms"));
        Assert.Equal("v1", _store.Models.Rollback("anna", "still"));
        Assert.Null(_store.Models.Rollback("anna", "still"));
        Assert.Equal("v1", _store.Models.Champion()!.Version);
        Assert.Equal(5, _store.Settings.Revision(ModelStore.Revision));
        Assert.Equal(("rolled-back", "v1", "v2"), Last());
        Assert.Null(_store.Audit.FirstBroken());
    }

    [Fact]
    public void A_judgement_is_kept_with_the_hash_of_what_was_judged()
    {
        _store.Models.Add(Model("v1"), "test");
        Assert.Null(_store.Models.Find("v1")!.GatesPassed);
        _store.Models.Judge("v1", "{}", "[]", true, "ff", "all gates passed", "test");
        var model = _store.Models.Find("v1")!;
        Assert.Equal((true, "ff", "{}"), (model.GatesPassed, model.GatedSha256, model.Report));
        Assert.Null(_store.Models.Champion());
    }

    [Fact]
    public void A_cycle_keeps_its_stage_until_it_ends()
    {
        var cycle = _store.Cycles.Begin();
        Assert.Equal("cycle-1", cycle.Name);
        _store.Cycles.Advance(cycle with { Stage = "trained", DatasetHash = "dd", Challenger = "v1" });
        var unfinished = _store.Cycles.Unfinished()!;
        Assert.Equal(("trained", "dd", "v1"), (unfinished.Stage, unfinished.DatasetHash, unfinished.Challenger));
        _store.Cycles.Finish(cycle.Id, "refused", "worse");
        Assert.Null(_store.Cycles.Unfinished());
        Assert.Equal((1, 1, 0), (_store.Cycles.Count(), _store.Cycles.Count("refused"), _store.Cycles.Count("promoted")));
    }

    [Fact]
    public void A_dataset_is_kept_once()
    {
        var dataset = new DatasetRecord { Hash = "dd", Rows = 3, Phishing = 1, File = "datasets/dd.csv.gz" };
        _store.Datasets.Add(dataset);
        _store.Datasets.Add(dataset with { Rows = 9 });
        Assert.Equal(3, _store.Datasets.Find("dd")!.Rows);
        Assert.Equal("dd", _store.Datasets.Latest()!.Hash);
    }

    private (string, string, string?) Last()
    {
        var step = _store.Models.History()[0];
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
