using System.Diagnostics;
using System.Globalization;
using System.Text;
using Weir.Storage;
using Weir.Storage.Feeds;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds;

/// <summary>Kills a real process within a fetch, and lets another go on.</summary>
public sealed class FeedKillTests : IDisposable
{
    private const int Rows = 60_000;

    private static readonly byte[] List = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Rows).Select(i => $"http://bad{i}.test/login\n")));

    private readonly TempDirectory _data = new();
    private readonly FeedServer _server = new();

    public FeedKillTests() => _data.Write("weir.json", $$"""{ "Feeds": { "desk": { "Kind": "lines", "Label": "phishing", "Url": "{{_server.Address("/desk")}}" } } }""");

    public void Dispose()
    {
        _server.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Killed_within_the_download_the_next_run_asks_for_the_rest()
    {
        _server.Answer = _ => new FeedReply(List[..500_000]) { Length = List.Length, Headers = "ETag: \"v1\"\r\n", Hangs = true };
        using (var run = Start())
        {
            await Until(run, () => File.Exists(Body) && new FileInfo(Body).Length == 500_000);
            run.Kill();
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        _server.Answer = Rest;
        await FetchAsync();
        Assert.Equal("bytes=500000-", _server.Requests[^1].Header("Range"));
        Check(added: Rows, "abandoned");
    }

    [Fact]
    public async Task Killed_between_two_batches_what_was_kept_stays_and_nothing_is_kept_twice()
    {
        _server.Answer = Rest;
        using (var run = Start())
        {
            await Until(run, () => Kept() > 0);
            run.Kill();
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var before = Kept();
        Assert.Equal(0, before % 2000);
        await FetchAsync();
        Check(added: Rows - before, before == Rows ? "done" : "abandoned");
    }

    private string Body => Path.Combine(_data.Path, "feeds", "desk", "body");

    private void Check(long added, string first)
    {
        using var store = WeirStore.Open(_data.Path, TimeProvider.System);
        var fetches = store.Feeds.Fetches("desk", 5);
        Assert.Equal([FetchOutcomes.Done, first], fetches.Select(fetch => fetch.Outcome));
        Assert.Equal((Rows, added), (fetches[0].Counts.Read, fetches[0].Counts.Added));
        Assert.Equal(Rows, Assert.Single(store.Samples.Feeds()).Observations);
        Assert.False(File.Exists(Body));
    }

    private long Kept()
    {
        if (!WeirStore.Exists(_data.Path)) return 0;
        using var store = WeirStore.Open(_data.Path, TimeProvider.System);
        return store.Feeds.Fetches("desk", 1) is [var fetch] ? fetch.Counts.Added : 0;
    }

    private async Task FetchAsync()
    {
        var run = await CommandRun.Of("feeds", "fetch", "desk", "--data", _data.Path);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "weir.dll"), "feeds", "fetch", "--data", _data.Path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }

    private static async Task Until(Process run, Func<bool> isReached)
    {
        while (!isReached())
        {
            Assert.False(run.HasExited, run.HasExited ? run.StandardError.ReadToEnd() : "");
            await Task.Yield();
        }
    }

    private static FeedReply Rest(FeedRequest request)
    {
        var from = request.Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
        return new FeedReply(List[from..])
        {
            Status = from == 0 ? "200 OK" : "206 Partial Content",
            Headers = "ETag: \"v1\"\r\n" + (from == 0 ? "" : $"Content-Range: bytes {from}-{List.Length - 1}/{List.Length}\r\n"),
        };
    }
}
