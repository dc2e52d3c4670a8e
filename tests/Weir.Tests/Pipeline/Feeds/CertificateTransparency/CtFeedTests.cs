using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Weir.Pipeline;
using Weir.Storage.Feeds;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds.CertificateTransparency;

public sealed partial class CtFeedTests : IDisposable
{
    private readonly FeedWorld _world = new();
    private readonly List<byte[]> _leaves = [];

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Look_alikes_become_candidates_without_a_label_and_each_entry_is_read_once()
    {
        _world.With("log", "ct", "Batch=3", "Backlog=100");
        _world.Server.Answer = Rfc6962;
        Log(false, "www.example.org", "shop.example.net");
        Log(true, "paypa1-login.example.org", "*.paypa1.test");
        _leaves.Add(Encoding.ASCII.GetBytes("no leaf"));
        Log(false, "paypal.com", "www.paypal.com");
        var first = await _world.FetchAsync();
        Assert.Equal((FetchOutcomes.Done, 4L, 1L), (first.Outcome, first.Counts.Read, first.Counts.Rejected));
        var candidate = Assert.Single(_world.Store.Candidates.Newest(10));
        Assert.Equal(("paypa1.test", "PayPal", "log", 1L, 1L), (candidate.Name, candidate.Brand, candidate.Log, candidate.Entry, candidate.Certificates));
        Assert.InRange(candidate.Score, 0.7, 1);
        Assert.Equal(0, _world.Observations());

        Log(false, "paypa1.test");
        var asked = _world.Server.Requests.Count;
        Assert.Equal(1, (await _world.FetchAsync()).Counts.Read);
        Assert.Contains("start=4&end=4", _world.Server.Requests[asked + 1].Path, StringComparison.Ordinal);
        Assert.Equal(2, _world.Store.Candidates.Newest(10)[0].Certificates);
        Assert.Equal(FetchOutcomes.Unchanged, (await _world.FetchAsync()).Outcome);
    }

    [Fact]
    public async Task A_fetch_reads_no_more_than_its_bound_and_the_next_goes_on()
    {
        _world.With("log", "ct", "Batch=2", "MaxEntries=4", "Backlog=100");
        _world.Server.Answer = Rfc6962;
        for (var i = 0; i < 9; i++) Log(false, $"a{i}.example.org");
        var counts = new List<long>();
        for (var i = 0; i < 3; i++) counts.Add((await _world.FetchAsync()).Counts.Read);
        Assert.Equal([4L, 4L, 1L], counts);
    }

    [Fact]
    public async Task Static_tiles_give_the_same_candidates()
    {
        _world.With("log", "ct", "Protocol=static", "Backlog=400");
        _world.Server.Answer = Static;
        for (var i = 0; i < 300; i++) Log(i % 2 == 0, i == 290 ? "microsoft-login.test" : "www.example.org");
        var fetch = await _world.FetchAsync();
        Assert.Equal((300L, 0L), (fetch.Counts.Read, fetch.Counts.Rejected));
        Assert.Equal(("microsoft-login.test", 290L), (_world.Store.Candidates.Newest(1)[0].Name, _world.Store.Candidates.Newest(1)[0].Entry));
        Log(false, "netflix-login-verify.test");
        Assert.Equal(1, (await _world.FetchAsync()).Counts.Read);
        Assert.Equal(2, _world.Store.Candidates.Newest(10).Count);
    }

    [Theory]
    [InlineData("{}", "gives no tree_size in its answer to get-sth; is the address that of a log")]
    [InlineData("<html>", "gives no tree_size in its answer to get-sth; is the address that of a log")]
    [InlineData("{\"tree_size\":5}", "gives no entries in its answer to get-entries from 0 on")]
    public async Task What_is_no_log_is_told(string answer, string told)
    {
        _world.With("log", "ct", "Backlog=100").Answering(FeedReply.Text(answer));
        var finding = Assert.Single((await _world.CollectAsync()).Findings);
        Assert.Equal(FindingKind.FeedFailed, finding.Kind);
        Assert.Contains(told, finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_lost_entries_is_told()
    {
        _world.With("log", "ct", "Backlog=100");
        _world.Server.Answer = Rfc6962;
        for (var i = 0; i < 5; i++) Log(false, "www.example.org");
        await _world.FetchAsync();
        _leaves.RemoveRange(2, 3);
        var finding = Assert.Single((await _world.CollectAsync()).Findings);
        Assert.Contains("has 2 entries, fewer than the 5 that were read; another log answers there, or it lost entries", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fetch_that_is_far_behind_passes_over_and_says_so()
    {
        _world.With("log", "ct", "Backlog=2", "MaxBehind=1000", "MaxEntries=1000");
        _world.Server.Answer = Rfc6962;
        Log(false, "www.example.org");
        await _world.FetchAsync();
        for (var i = 0; i < 1200; i++) _leaves.Add(_leaves[0]);
        Assert.Equal(3, (await _world.FetchAsync()).Counts.Read);
        Assert.StartsWith("passed over 1,198 entries from 1 on", _world.Rejects()[0].Reason, StringComparison.Ordinal);
    }

    private void Log(bool isPrecertificate, params string[] names)
    {
        var der = SomeCertificates.Der(names[0], names);
        var at = _world.Time.GetUtcNow();
        _leaves.Add(_world.Server.Answer == Static ? SomeCertificates.TileLeaf(der, at, isPrecertificate) : SomeCertificates.Leaf(der, at, isPrecertificate));
    }

    private FeedReply Rfc6962(FeedRequest request)
    {
        if (request.Path == "/log/ct/v1/get-sth") return FeedReply.Text($"{{\"tree_size\":{_leaves.Count},\"timestamp\":1}}");
        var range = Range().Match(request.Path);
        if (!range.Success) return FeedReply.Of("404 Not Found");
        var (from, to) = (Number(range, 1), Number(range, 2));
        return FeedReply.Text($"{{\"entries\":[{string.Join(',', _leaves.Skip(from).Take(to - from + 1).Select(leaf => $"{{\"leaf_input\":\"{Convert.ToBase64String(leaf)}\",\"extra_data\":\"\"}}"))}]}}");
    }

    private FeedReply Static(FeedRequest request)
    {
        if (request.Path == "/log/checkpoint") return FeedReply.Text($"log.example\n{_leaves.Count}\nhash\n\n— log.example sig\n");
        var tile = int.Parse(request.Path.Split('/')[^(request.Path.Contains(".p/", StringComparison.Ordinal) ? 2 : 1)].Split('.')[0], CultureInfo.InvariantCulture);
        return new FeedReply([.. _leaves.Skip(tile * 256).Take(256).SelectMany(leaf => leaf)]);
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^/log/ct/v1/get-entries\?start=(\d+)&end=(\d+)$")]
    private static partial Regex Range();
}
