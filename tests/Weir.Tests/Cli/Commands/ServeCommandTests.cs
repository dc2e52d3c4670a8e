using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Cli.Commands;

/// <summary><c>weir serve</c> in a process of its own, as systemd runs it.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_stop_lets_a_request_that_runs_end_and_takes_less_than_ten_seconds(string signal)
    {
        using var server = Serve();
        var address = await AddressAsync(server);
        using var slow = await BeginAsync(address);
        server.Signal(signal);
        // The listener is closed as soon as the stop begins; the request that has begun is still answered.
        await RefusedAsync(address);
        Assert.Contains("200 OK", await FinishAsync(slow), StringComparison.Ordinal);
        Assert.InRange(await server.EndAsync(), 0, 10);
        Assert.Equal((0, ""), (server.ExitCode, server.Error));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_stops_the_start()
    {
        var run = await CommandRun.Of("serve", "--urls", "http://127.0.0.1:0", "--data", _directory.Write("file", "") + "/below");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be used", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_never_ends_does_not_hold_the_stop_up()
    {
        using var server = Serve();
        using var slow = await BeginAsync(await AddressAsync(server));
        server.Signal("TERM");
        Assert.InRange(await server.EndAsync(), 0, 10);
        Assert.Equal(0, server.ExitCode);
    }

    [Fact]
    public async Task A_stop_that_comes_as_soon_as_it_listens_is_heard()
    {
        using var server = Serve();
        await AddressAsync(server);
        server.Signal("TERM");
        Assert.InRange(await server.EndAsync(), 0, 10);
        Assert.Equal(0, server.ExitCode);
    }

    [Fact]
    public async Task Systemd_hears_that_it_is_ready_and_that_it_stops()
    {
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        systemd.Bind(new UnixDomainSocketEndPoint(_directory.File("notify")));
        using var server = Serve(("NOTIFY_SOCKET", _directory.File("notify")), ("WATCHDOG_USEC", "200000"));
        var bytes = new byte[4096];
        var ready = Encoding.UTF8.GetString(bytes, 0, systemd.Receive(bytes));
        Assert.StartsWith("READY=1\nSTATUS=listens on http://127.0.0.1:", ready, StringComparison.Ordinal);
        Assert.Equal("WATCHDOG=1", Encoding.UTF8.GetString(bytes, 0, systemd.Receive(bytes)));
        server.Signal("TERM");
        var last = "";
        while (!last.StartsWith("STOPPING=1", StringComparison.Ordinal)) last = Encoding.UTF8.GetString(bytes, 0, systemd.Receive(bytes));
        await server.EndAsync();
    }

    [Fact]
    public async Task A_damaged_database_lets_the_baseline_serve_and_says_so()
    {
        Directory.CreateDirectory(_directory.File("data"));
        _directory.Write("data/weir.db", new string('x', 9000));
        using var server = Serve();
        var line = await server.LineAsync("Weir listens on");
        Assert.Contains("(baseline) answers: ", line, StringComparison.Ordinal);
        Assert.Contains("is damaged or not a Weir database; put back a copy of it (`weir restore FILE --force`)", line, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = await AddressAsync(server) };
        using var answer = await client.PostAsJsonAsync("/v1/check", new { subject = "https://example.org/" }, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Contains("damaged", await client.GetStringAsync("/v1/models/current", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private WeirProcess Serve(params (string Name, string Value)[] environment) =>
        WeirProcess.Start(["serve", "--urls", "http://127.0.0.1:0", "--data", _directory.File("data")], environment);

    private static async Task<Uri> AddressAsync(WeirProcess server)
    {
        var line = await server.LineAsync("Weir listens on");
        return new Uri(line.Split(' ')[3].TrimEnd('.'));
    }

    // The head and half of the body: the request runs until the rest comes.
    private static async Task<TcpClient> BeginAsync(Uri address)
    {
        var client = new TcpClient(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/check HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\nExpect: 100-continue\r\n\r\n"));
        // The server asks for the body from within the request: from here on it runs.
        var answer = new byte[25];
        await client.GetStream().ReadExactlyAsync(answer);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Body[..5]));
        return client;
    }

    private const string Body = """{"subject":"https://example.org/"}""";

    private static async Task<string> FinishAsync(TcpClient client)
    {
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Body[5..]));
        var answer = new byte[4096];
        return Encoding.ASCII.GetString(answer, 0, await client.GetStream().ReadAsync(answer));
    }

    private static async Task RefusedAsync(Uri address)
    {
        for (var tries = 0; tries < 100_000; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(address.Host, address.Port);
            }
            catch (SocketException)
            {
                return;
            }
        }

        Assert.Fail("The listener stays open.");
    }
}
