using System.IO.Compression;
using System.Text;
using Weir.Pipeline;
using Weir.Storage.Feeds;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Feeds;

public abstract class FeedCollectorTests(StoreKind kind) : IDisposable
{
    private readonly FeedWorld _world = new(kind);

    public void Dispose()
    {
        _world.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_list_is_kept_once_and_what_it_repeats_is_counted()
    {
        _world.With("desk", "openphish").Answering(FeedReply.Text("http://a.test/login\n# a comment\n\nhttp://b.test/x\nhttp://\nhttp://www.example.com/\n"));
        var first = await _world.FetchAsync();
        Assert.Equal((FetchOutcomes.Done, 4L, 2L, 0L, 2L, 1L), (first.Outcome, first.Counts.Read, first.Counts.Added, first.Counts.Duplicate, first.Counts.Rejected, first.Counts.SetAside));
        Assert.Equal([5L, 6L], _world.Rejects().Select(reject => reject.Line));
        _world.Time.Advance(TimeSpan.FromHours(7));
        var second = await _world.FetchAsync();
        Assert.Equal((4L, 0L, 2L), (second.Counts.Read, second.Counts.Added, second.Counts.Duplicate));
        Assert.Equal(2, _world.Observations());
        var raw = Assert.Single(_world.Store.Feeds.RawOf("a.test/login"));
        Assert.Equal(("desk", "http://a.test/login", 1L), (raw.Feed, raw.Text, raw.Repeats));
    }

    [Fact]
    public async Task Only_what_is_due_is_fetched()
    {
        _world.With("desk", "openphish", "Every=2h").Answering(FeedReply.Text("http://a.test/login\n"));
        Assert.Single((await _world.CollectAsync(force: false)).Fetches);
        Assert.Empty((await _world.CollectAsync(force: false)).Fetches);
        _world.Time.Advance(TimeSpan.FromHours(2));
        Assert.Single((await _world.CollectAsync(force: false)).Fetches);
    }

    [Fact]
    public async Task A_feed_that_is_switched_off_is_left_alone()
    {
        _world.With("desk", "openphish", "Enabled=false");
        Assert.Empty((await _world.CollectAsync()).Fetches);
        Assert.Null(_world.Collector().NextDue());
    }

    [Theory]
    [InlineData("500 Oops", "", "answered 500: the fault is on its side. Next attempt 2025-06-01 12:0")]
    [InlineData("429 Slow down", "Retry-After: 7200\r\n", "answered 429: too many requests, it asks to wait until 2025-06-01 14:00 UTC. Next attempt 2025-06-01 14:00 UTC.")]
    [InlineData("503 Away", "Retry-After: Sun, 01 Jun 2025 15:30:00 GMT\r\n", "answered 503: the fault is on its side, it asks to wait until 2025-06-01 15:30 UTC. Next attempt 2025-06-01 15:30 UTC.")]
    [InlineData("403 No", "", "answered 403: it wants a key, or does not take the one it got (Feeds:desk:Key).")]
    [InlineData("404 Gone", "", "answered 404: there is no list at this address any more (Feeds:desk:Url).")]
    [InlineData("302 Found", "Location: http://10.0.0.1/\r\n", "10.0.0.1 leads to 10.0.0.1, which is a private address, and is not followed there.")]
    [InlineData("302 Found", "Location: /desk\r\n", "redirects in a circle.")]
    public async Task An_answer_that_is_none_is_told(string status, string headers, string told)
    {
        _world.With("desk", "openphish").Answering(FeedReply.Of(status, headers));
        var result = await _world.CollectAsync();
        var finding = Assert.Single(result.Findings);
        Assert.Equal((FindingKind.FeedFailed, "desk"), (finding.Kind, finding.Subject));
        Assert.StartsWith("The feed desk could not be fetched: ", finding.Sentence, StringComparison.Ordinal);
        Assert.Contains(told, finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_page_in_place_of_a_list_is_a_changed_format_and_is_asked_for_again()
    {
        _world.With("desk", "phishtank").Answering(FeedReply.Text("\n<!DOCTYPE html><title>url</title>", "ETag: \"1\"\r\n"));
        var finding = Assert.Single((await _world.CollectAsync()).Findings);
        Assert.Equal(FindingKind.FeedFormat, finding.Kind);
        Assert.Contains("is not in the format that its kind reads: the answer of 127.0.0.1", finding.Sentence, StringComparison.Ordinal);
        Assert.Contains("is a web page, not a list. Next attempt", finding.Sentence, StringComparison.Ordinal);
        await _world.CollectAsync();
        Assert.Null(_world.Server.Requests[^1].Header("If-None-Match"));
    }

    [Fact]
    public async Task A_list_most_of_which_cannot_be_read_is_a_changed_format_but_its_good_rows_stay()
    {
        _world.With("desk", "openphish").Answering(FeedReply.Text(string.Concat(Enumerable.Range(0, 8).Select(i => $"id {i} without address\n")) + "http://a.test/1\nhttp://a.test/2\n"));
        var finding = Assert.Single((await _world.CollectAsync()).Findings);
        Assert.Contains("8 of 10 entries cannot be read, the first because: ", finding.Sentence, StringComparison.Ordinal);
        Assert.Equal(2, _world.Observations());
    }

    [Fact]
    public async Task An_empty_answer_is_told()
    {
        _world.With("desk", "openphish").Answering(FeedReply.Text("# nothing today\n"));
        var finding = Assert.Single((await _world.CollectAsync()).Findings);
        Assert.Equal(FindingKind.FeedEmpty, finding.Kind);
        Assert.StartsWith("The feed desk answered without a single entry. Next attempt 2025-06-01 12:0", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_beyond_their_bound_are_not_taken()
    {
        _world.With("desk", "openphish", "MaxBytes=100000").Answering(new FeedReply([]) { Length = 1L << 30, IsEndless = true });
        Assert.Contains("is larger than allowed (1,073,741,824 of 100,000 bytes)", (await _world.FetchAsync()).Sentence, StringComparison.Ordinal);
        _world.Answering(new FeedReply([]) { Length = -1, IsEndless = true });
        Assert.Contains("is larger than allowed (100,000 bytes) (Feeds:desk:MaxBytes)", (await _world.FetchAsync()).Sentence, StringComparison.Ordinal);
        Assert.Equal(["lock"], Directory.GetFiles(_world.FeedDirectory("desk")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_gzip_bomb_stops_at_its_bound()
    {
        var bomb = Gzipped("http://a.test/1\nhttp://a.test/2\n" + new string('a', 8 << 20));
        _world.With("desk", "openphish", "MaxExpandedBytes=1000000").Answering(new FeedReply(bomb) { Headers = "Content-Encoding: gzip\r\n" });
        var record = await _world.FetchAsync();
        Assert.Contains("could not be read to its end: it unpacks to more than 1,000,000 bytes; what came before was kept", record.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_truncated_gzip_what_came_before_the_cut_is_kept_without_the_piece_at_its_end()
    {
        var whole = Gzipped(string.Concat(Enumerable.Range(0, 3000).Select(i => $"http://bad.test/{i * 104729L}/{i}\n")));
        _world.With("desk", "openphish").Answering(new FeedReply(whole[..(whole.Length / 2)]) { Headers = "Content-Encoding: gzip\r\n" });
        var record = await _world.FetchAsync();
        Assert.Contains("could not be read to its end: the packed data is cut off or damaged; what came before was kept", record.Sentence, StringComparison.Ordinal);
        Assert.Equal((FetchOutcomes.Failed, 1L), (record.Outcome, record.Counts.Rejected));
        Assert.InRange(record.Counts.Added, 100, 2999);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Packed_answers_are_unpacked(string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding switch { "gzip" => new GZipStream(packed, CompressionLevel.Fastest, true), "br" => new BrotliStream(packed, CompressionLevel.Fastest, true), _ => new ZLibStream(packed, CompressionLevel.Fastest, true) })
            packing.Write(Encoding.UTF8.GetBytes("http://a.test/1\n"));
        _world.With("desk", "openphish").Answering(new FeedReply(packed.ToArray()) { Headers = $"Content-Encoding: {encoding}\r\n" });
        Assert.Equal(1, (await _world.FetchAsync()).Counts.Added);
    }

    [Fact]
    public async Task A_server_that_sends_byte_by_byte_is_left_after_its_time()
    {
        _world.With("desk", "openphish", "StallTimeout=0.2s").Answering(new FeedReply(Encoding.ASCII.GetBytes("http://a.t")) { Length = 1000, Hangs = true });
        Assert.Contains("sent nothing for 0.2 s", (await _world.FetchAsync()).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_untrusted_certificate_is_told()
    {
        using var secure = new FeedServer(isTls: true);
        _world.With("desk", "openphish", "Url=" + secure.Address("/feed"));
        Assert.Contains("could not be fetched: the TLS certificate of 127.0.0.1", (await _world.FetchAsync()).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreign_encodings_are_read()
    {
        var text = "url\nhttp://a.test/größe\n";
        _world.With("desk", "csv", "Label=phishing").Answering(new FeedReply([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]));
        Assert.Equal(1, (await _world.FetchAsync()).Counts.Added);
        foreach (var (encoding, header) in new[] { (Encoding.Latin1, ""), (Encoding.Latin1, "Content-Type: text/csv; charset=utf-8\r\n"), (Encoding.Unicode, "Content-Type: text/csv; charset=utf-16le\r\n") })
        {
            _world.Answering(new FeedReply(encoding.GetBytes(text)) { Headers = header });
            var record = await _world.FetchAsync();
            Assert.Equal((FetchOutcomes.Done, 0L, 1L), (record.Outcome, record.Counts.Added, record.Counts.Duplicate));
        }
    }

    [Fact]
    public async Task A_fault_of_one_feed_does_not_keep_the_others_from_being_fetched()
    {
        _world.With("a", "openphish").With("b", "openphish");
        _world.Server.Answer = request => request.Path == "/a" ? FeedReply.Of("500 Oops") : FeedReply.Text("http://b.test/1\n");
        Assert.Equal([FetchOutcomes.Failed, FetchOutcomes.Done], (await _world.CollectAsync()).Fetches.Select(fetch => fetch.Outcome));
    }

    private static byte[] Gzipped(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}

public sealed class FeedCollectorOnSqlite() : FeedCollectorTests(StoreKind.Sqlite);

public sealed class FeedCollectorOnPostgres() : FeedCollectorTests(StoreKind.Postgres);
