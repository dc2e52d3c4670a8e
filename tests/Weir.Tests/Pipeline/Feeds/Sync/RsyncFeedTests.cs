using Weir.Pipeline;
using Weir.Storage.Feeds;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds.Sync;

public sealed class RsyncFeedTests : IDisposable
{
    private readonly FeedWorld _world = new();
    private readonly TempDirectory _remote = new();

    public void Dispose()
    {
        _world.Dispose();
        _remote.Dispose();
    }

    [Fact]
    public async Task A_folder_is_mirrored_and_each_file_taken_once_and_again_when_it_changes()
    {
        _world.With("partner", "rsync", $"Source={_remote.Path}/", "Label=phishing");
        _remote.Write("list.csv", "url\nhttp://a.test/1\n");
        Directory.CreateDirectory(_remote.File("benign"));
        _remote.Write("benign/good.txt", "http://good.test/\n");
        File.CreateSymbolicLink(_remote.File("link.csv"), "/etc/hostname");
        var first = await _world.FetchAsync();
        Assert.Equal((FetchOutcomes.Done, 2L, 2L), (first.Outcome, first.Counts.Read, first.Counts.Added));
        Assert.Equal(FetchOutcomes.Unchanged, (await _world.FetchAsync()).Outcome);
        _remote.Write("list.csv", "url\nhttp://a.test/1\nhttp://b.test/2\n");
        Assert.Equal(1, (await _world.FetchAsync()).Counts.Added);
        var feed = Assert.Single(_world.Store.Samples.Feeds());
        Assert.Equal(("partner", 3L, 2L), (feed.Name, feed.Observations, feed.Phishing));
        Assert.True(File.Exists(Path.Combine(_world.FeedDirectory("partner"), "reports", "benign", "good.txt.report.json")));
    }

    [Theory]
    [InlineData("Source=/nowhere/at/all/", "rsync ended with code 23: ")]
    [InlineData("Program=/nowhere/rsync", "the program /nowhere/rsync is not there; install it (Debian: apt-get install rsync)")]
    public async Task What_goes_wrong_is_told(string setting, string told)
    {
        _world.With("partner", "rsync", $"Source={_remote.Path}/", setting);
        var finding = Assert.Single((await _world.CollectAsync()).Findings);
        Assert.Equal(FindingKind.FeedFailed, finding.Kind);
        Assert.Contains(told, finding.Sentence, StringComparison.Ordinal);
    }
}
