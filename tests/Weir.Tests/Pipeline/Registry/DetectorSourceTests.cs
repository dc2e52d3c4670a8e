using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Registry;

public sealed class DetectorSourceTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Without_database_and_baseline_every_subject_is_unknown_and_nothing_is_written()
    {
        using var source = Source();
        var loaded = source.Load();
        Assert.Equal(("none", null, 0L), (loaded.Origin, loaded.Problem, source.Revision()));
        Assert.Equal(Decision.Unknown, loaded.Detector.Check("http://bad.test/").Decision);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void A_changed_list_is_noticed_and_used()
    {
        using var store = WeirStore.Open(_directory.Path, _time);
        using var source = Source();
        var before = source.Revision();
        var entry = new ListEntry(ListKind.Block, ListScope.Host, "bad.test", "seen in a ticket", null);
        store.Lists.Add(entry, "anna");
        Assert.True(source.Revision() > before);
        Assert.Equal(Decision.Phishing, source.Load().Detector.Check("http://bad.test/").Decision);
        Assert.Equal(entry, Assert.Single(store.Lists.All()));
        Assert.True(store.Lists.Remove(ListKind.Block, ListScope.Host, "bad.test", "anna"));
        Assert.False(store.Lists.Remove(ListKind.Block, ListScope.Host, "bad.test", "anna"));
        Assert.Empty(store.Lists.All());
    }

    [Fact]
    public void A_champion_whose_file_is_gone_is_named_as_the_problem()
    {
        using var store = WeirStore.Open(_directory.Path, _time);
        store.Models.Add(new ModelVersion { Version = "v1", Origin = "cycle", Sha256 = "ff", File = "models/v1.weir", Schema = "x", Parameters = "{}" }, "test");
        store.Models.Promote("v1", "test", "x");
        using var source = Source();
        var loaded = source.Load();
        Assert.Equal("none", loaded.Origin);
        Assert.Contains("of version v1 is missing", loaded.Problem);
    }

    private DetectorSource Source() => new(_directory.Path, _time, _directory.File("no-baseline.weir"));
}
