using System.Net;
using System.Text;
using Weir.Evidence.Http;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Evidence.Http;

public sealed class GuardedHttpTests : IDisposable
{
    private readonly FeedServer _server = new();
    private readonly FeedServer _other = new();
    private readonly GuardedHttp _http = new(TimeProvider.System, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.1.2.3"), IPAddress.Loopback]));

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_strangers_name_that_leads_inside_is_refused_before_anything_is_sent()
    {
        using var answer = await Ask(new GuardedRequest { Address = new Uri("http://feed.example.test/") });
        Assert.Equal("feed.example.test leads to 10.1.2.3, which is a private address, and is not followed there", answer.Fault);
    }

    [Fact]
    public async Task An_address_that_the_operator_named_is_reached_but_not_where_it_redirects_to()
    {
        _server.Answer = _ => FeedReply.Of("302 Found", $"Location: {_other.Address("/inside")}\r\n");
        using var answer = await Ask(Configured());
        Assert.Contains("and is not followed there", answer.Fault, StringComparison.Ordinal);
        Assert.Empty(_other.Requests);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://localhost/")]
    public async Task A_redirect_to_an_inner_address_in_any_spelling_is_refused(string target)
    {
        _server.Answer = _ => FeedReply.Of("301 Moved", $"Location: {target}\r\n");
        using var http = new GuardedHttp(TimeProvider.System);
        using var answer = await http.SendAsync(Configured(), TestContext.Current.CancellationToken);
        Assert.Contains("and is not followed there", answer.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_within_the_same_place_is_followed_with_its_key()
    {
        _server.Answer = request => request.Path == "/" ? FeedReply.Of("307 Moved", "Location: /there\r\n") : FeedReply.Text("list");
        using var answer = await Ask(Configured() with { SecretHeaders = [("Auth-Key", "k")] });
        using var reader = new StreamReader(answer.Body);
        Assert.Equal(("list", "/there"), (await reader.ReadToEndAsync(TestContext.Current.CancellationToken), answer.Final!.AbsolutePath));
        Assert.Equal(["k", "k"], _server.Requests.Select(request => request.Header("Auth-Key")));
    }

    [Theory]
    [InlineData("/", "redirects in a circle")]
    [InlineData("ftp://files.example.test/", "redirects to something that is not a web address")]
    [InlineData("file:///etc/passwd", "redirects to something that is not a web address")]
    public async Task Redirects_that_lead_nowhere_are_told(string target, string told)
    {
        _server.Answer = _ => FeedReply.Of("302 Found", $"Location: {target}\r\n");
        using var answer = await Ask(Configured());
        Assert.EndsWith(told, answer.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_are_bounded()
    {
        var hops = 0;
        _server.Answer = _ => FeedReply.Of("302 Found", $"Location: /{++hops}\r\n");
        using var answer = await Ask(Configured() with { MaxHops = 3 });
        Assert.EndsWith("redirects more than 3 times", answer.Fault, StringComparison.Ordinal);
        Assert.Equal(4, _server.Requests.Count);
    }

    [Fact]
    public async Task An_announced_body_beyond_the_bound_is_not_read()
    {
        _server.Answer = _ => new FeedReply([]) { Length = 1L << 30, Hangs = true };
        using var answer = await Ask(Configured() with { MaxBytes = 1000 });
        Assert.EndsWith("is larger than allowed (1,073,741,824 of 1,000 bytes)", answer.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_without_end_stops_at_the_bound()
    {
        _server.Answer = _ => new FeedReply([]) { Length = -1, IsEndless = true };
        using var answer = await Ask(Configured() with { MaxBytes = 1 << 20 });
        var fault = await Assert.ThrowsAsync<GuardedReadException>(() => answer.Body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
        Assert.Equal(ReadEnd.TooLarge, fault.End);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_left()
    {
        _server.Answer = _ => new FeedReply(Encoding.ASCII.GetBytes("half")) { Length = 100, Hangs = true };
        using var answer = await Ask(Configured() with { StallTimeout = TimeSpan.FromSeconds(0.2) });
        var fault = await Assert.ThrowsAsync<GuardedReadException>(() => answer.Body.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
        Assert.Equal(ReadEnd.Stalled, fault.End);
        Assert.EndsWith("sent nothing for 0.2 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_reached_is_told_in_words()
    {
        using var secure = new FeedServer(isTls: true);
        using var bad = await Ask(Configured() with { Address = new Uri(secure.Address()) });
        Assert.Contains("the TLS certificate of 127.0.0.1", bad.Fault, StringComparison.Ordinal);
        var gone = new FeedServer();
        var address = new Uri(gone.Address());
        gone.Dispose();
        using var nothing = await Ask(Configured() with { Address = address });
        Assert.Equal($"nothing answers at {address.Authority}", nothing.Fault);
    }

    private GuardedRequest Configured() => new() { Address = new Uri(_server.Address()), IsConfigured = true };

    private Task<GuardedAnswer> Ask(GuardedRequest request) => _http.SendAsync(request, TestContext.Current.CancellationToken);
}
