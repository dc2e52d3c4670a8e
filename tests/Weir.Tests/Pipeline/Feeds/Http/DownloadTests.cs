using System.Text;
using Weir.Storage.Feeds;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds.Http;

public sealed class DownloadTests : IDisposable
{
    private const string Tag = "ETag: \"v1\"\r\n";

    private static readonly byte[] List = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => $"http://bad{i}.test/login\n")));

    private readonly FeedWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        _world.With("desk", "openphish");
        _world.Server.Answer = request => request.Header("If-None-Match") == "\"v1\"" && request.Header("If-Modified-Since") == "Sun, 01 Jun 2025 10:00:00 GMT"
            ? FeedReply.Of("304 Not Modified")
            : FeedReply.Text("http://a.test/1\n", Tag + "Last-Modified: Sun, 01 Jun 2025 10:00:00 GMT\r\n");
        Assert.Equal(FetchOutcomes.Done, (await _world.FetchAsync()).Outcome);
        var second = await _world.FetchAsync();
        Assert.Equal((FetchOutcomes.Unchanged, 0L), (second.Outcome, second.Counts.Read));
    }

    [Fact]
    public async Task Another_address_is_asked_for_all_of_its_list()
    {
        _world.With("desk", "openphish").Answering(FeedReply.Text("http://a.test/1\n", Tag));
        await _world.FetchAsync();
        _world.With("desk", "openphish", "Url=" + _world.Server.Address("/elsewhere"));
        await _world.FetchAsync();
        Assert.Null(_world.Server.Requests[^1].Header("If-None-Match"));
    }

    [Fact]
    public async Task A_broken_download_goes_on_at_once_where_it_stopped()
    {
        _world.With("desk", "openphish");
        _world.Server.Answer = request => From(request, cut: 20_000);
        var record = await _world.FetchAsync();
        Assert.Equal((FetchOutcomes.Done, 2000L, (long)List.Length), (record.Outcome, record.Counts.Added, record.Counts.Bytes));
        Assert.Equal([null, "bytes=20000-", "bytes=40000-"], _world.Server.Requests.Select(request => request.Header("Range")));
        Assert.All(_world.Server.Requests.Skip(1), request => Assert.Equal("\"v1\"", request.Header("If-Range")));
    }

    [Fact]
    public async Task A_download_that_stalls_is_continued_by_the_next_fetch()
    {
        _world.With("desk", "openphish", "StallTimeout=0.2s");
        _world.Server.Answer = _ => new FeedReply(List[..30_000]) { Length = List.Length, Headers = Tag, Hangs = true };
        var first = await _world.FetchAsync();
        Assert.Contains("sent nothing for 0.2 s after 30,000 bytes, which are kept: the next attempt goes on from there.", first.Sentence, StringComparison.Ordinal);
        _world.Server.Answer = request => From(request, cut: int.MaxValue);
        var second = await _world.FetchAsync();
        Assert.Equal((FetchOutcomes.Done, 2000L, List.Length - 30_000L), (second.Outcome, second.Counts.Added, second.Counts.Bytes));
    }

    [Fact]
    public async Task A_part_that_no_longer_fits_is_thrown_away()
    {
        _world.With("desk", "openphish", "StallTimeout=0.2s");
        _world.Server.Answer = _ => new FeedReply(List[..30_000]) { Length = List.Length, Headers = Tag, Hangs = true };
        await _world.FetchAsync();
        _world.Server.Answer = request => request.Header("Range") is null ? FeedReply.Text("http://new.test/1\n") : FeedReply.Of("416 Range Not Satisfiable");
        var record = await _world.FetchAsync();
        Assert.Equal((FetchOutcomes.Done, 1L), (record.Outcome, record.Counts.Added));
    }

    [Fact]
    public async Task A_changed_list_comes_whole_in_place_of_the_rest()
    {
        _world.With("desk", "openphish", "StallTimeout=0.2s");
        _world.Server.Answer = _ => new FeedReply(List[..30_000]) { Length = List.Length, Headers = Tag, Hangs = true };
        await _world.FetchAsync();
        _world.Answering(FeedReply.Text("http://new.test/1\n", "ETag: \"v2\"\r\n"));
        Assert.Equal(1, (await _world.FetchAsync()).Counts.Added);
    }

    [Fact]
    public async Task Without_a_mark_to_go_on_from_a_broken_download_is_not_kept()
    {
        _world.With("desk", "openphish").Answering(new FeedReply(List[..30_000]) { Length = List.Length });
        var record = await _world.FetchAsync();
        Assert.Contains("broke off. Next attempt", record.Sentence, StringComparison.Ordinal);
        Assert.Equal(["lock"], Directory.GetFiles(_world.FeedDirectory("desk")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 18000\r\n", 5)]
    [InlineData("X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 1748797200\r\n", 5)]
    [InlineData("X-RateLimit-Remaining: 3\r\nX-RateLimit-Reset: 18000\r\n", 1)]
    [InlineData("X-Request-Limit: 2\r\nX-Request-Count: 2\r\nX-Request-Limit-Interval: 18000 Seconds\r\n", 5)]
    [InlineData("X-Request-Limit: 2\r\nX-Request-Count: 1\r\nX-Request-Limit-Interval: 18000 Seconds\r\n", 1)]
    [InlineData("Retry-After: nonsense\r\n", 1)]
    public async Task Rate_headers_of_a_good_answer_are_heeded(string headers, int hours)
    {
        _world.With("desk", "openphish", "Every=1h").Answering(FeedReply.Text("http://a.test/1\n", headers));
        await _world.FetchAsync();
        Assert.Equal(_world.Time.GetUtcNow().AddHours(hours), _world.Collector().NextDue());
    }

    [Fact]
    public async Task A_key_goes_where_its_kind_wants_it_and_nowhere_else()
    {
        _world.With("fox", "threatfox", "Key=s3cret").Answering(FeedReply.Of("403 No"));
        var record = await _world.FetchAsync();
        Assert.Equal("s3cret", _world.Server.Requests[^1].Header("Auth-Key"));
        Assert.DoesNotContain("s3cret", record.Sentence + string.Join("", _world.Store.Audit.Recent(50).Select(entry => entry.Detail)), StringComparison.Ordinal);
    }

    private static FeedReply From(FeedRequest request, int cut)
    {
        var from = request.Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        var rest = List[from..];
        return new FeedReply(rest[..Math.Min(cut, rest.Length)])
        {
            Status = from == 0 ? "200 OK" : "206 Partial Content",
            Headers = Tag + (from == 0 ? "" : $"Content-Range: bytes {from}-{List.Length - 1}/{List.Length}\r\n"),
            Length = rest.Length,
        };
    }
}
