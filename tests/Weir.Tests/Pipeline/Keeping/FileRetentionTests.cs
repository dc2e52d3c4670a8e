using Weir.Pipeline.Keeping;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Keeping;

public sealed class FileRetentionTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;

    public FileRetentionTests() => _store = SomeStore.Open(_directory.Path, _time);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Old_models_go_and_champions_those_in_use_and_the_newest_stay()
    {
        SomeStore.Champion(_store, "first");
        SomeStore.Model(_store, "shadow");
        SomeStore.Model(_store, "old");
        SomeStore.Champion(_store, "second");
        for (var i = 0; i < 3; i++) SomeStore.Model(_store, $"new{i}");
        var removed = Run(2, "shadow");
        Assert.Equal(["new0", "old"], removed.Models.Order());
        Assert.Equal(["first", "new1", "new2", "second", "shadow"], Files("models").Order());
        Assert.Equal(7, _store.Models.All().Count);
        Assert.Equal("file-removed", _store.Models.History(1)[0].Kind);
        Assert.True(removed.Bytes > 0);
        Assert.Empty(Run(2, "shadow").Models);
    }

    [Fact]
    public void What_an_unfinished_cycle_works_on_stays()
    {
        var dataset = SomeStore.Dataset(_store, "aaa");
        var model = SomeStore.Model(_store, "half-done", dataset);
        _store.Cycles.Advance(_store.Cycles.Begin() with { Stage = "trained", DatasetHash = dataset, Challenger = model.Version });
        _time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 4; i++) SomeStore.Dataset(_store, $"d{i}");
        for (var i = 0; i < 4; i++) SomeStore.Model(_store, $"m{i}");
        Run(1);
        Assert.Contains("half-done", Files("models"));
        Assert.Equal(2, Files("datasets").Count);
        Assert.Contains("aaa.csv.gz", Directory.GetFiles(_directory.File("datasets")).Select(Path.GetFileName));
    }

    [Fact]
    public void The_dataset_of_the_champion_stays_and_older_ones_go()
    {
        SomeStore.Champion(_store, "champion", SomeStore.Dataset(_store, "aaa"));
        _time.Advance(TimeSpan.FromDays(1));
        SomeStore.Dataset(_store, "bbb");
        _time.Advance(TimeSpan.FromDays(1));
        SomeStore.Dataset(_store, "ccc");
        Assert.Equal(["bbb"], Run(1).Datasets);
        Assert.Equal(3, _store.Datasets.All().Count);
    }

    [Fact]
    public void A_file_without_a_record_goes_when_it_is_a_day_old()
    {
        SomeStore.Champion(_store, "champion");
        var (young, old) = (_directory.Write("models/young.weir", "x"), _directory.Write("models/old.weir", "x"));
        File.SetLastWriteTimeUtc(young, _time.GetUtcNow().UtcDateTime);
        File.SetLastWriteTimeUtc(old, _time.GetUtcNow().UtcDateTime.AddDays(-2));
        File.SetLastWriteTimeUtc(_directory.File("models/champion.weir"), _time.GetUtcNow().UtcDateTime.AddDays(-9));
        Run(1);
        Assert.Equal(["champion", "young"], Files("models").Order());
    }

    private Removed Run(int kept, params string[] inUse) => new FileRetention(_store, new KeepingSettings { Models = kept, Datasets = kept }).Run(inUse);

    private List<string> Files(string folder) => [.. Directory.GetFiles(_directory.File(folder)).Select(file => Path.GetFileNameWithoutExtension(file))];
}
