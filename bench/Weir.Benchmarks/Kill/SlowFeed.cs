using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Benchmarks.Kill;

/// <summary>A feed on this machine, one address a line. The first who asks gets half of it and waits; all later ones get the whole.</summary>
internal sealed class SlowFeed : IDisposable
{
    /// <summary>How many addresses it names.</summary>
    public const int Lines = 4000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _halfSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Lines).Select(i => $"https://verify{i}.fetched.test/login/{i}\n")));
    private bool _isFirst = true;

    public SlowFeed()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Settings under which Weir knows it as the feed "slow".</summary>
    public IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("WEIR__Feeds__slow__Kind", "lines"), ("WEIR__Feeds__slow__Label", "phishing"),
        ("WEIR__Feeds__slow__Url", $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/feed.txt"),
    ];

    /// <summary>Half of the feed is under way.</summary>
    public Task HalfSent => _halfSent.Task;

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            var request = new byte[8192];
            if (await stream.ReadAsync(request) == 0) return;
            var half = _isFirst ? _body.Length / 2 : _body.Length;
            var isFirst = _isFirst;
            _isFirst = false;
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {_body.Length}\r\nConnection: close\r\n\r\n"));
            await stream.WriteAsync(_body.AsMemory(0, half));
            if (!isFirst) return;
            _halfSent.TrySetResult();
            // Nothing comes any more: this ends when the other side does.
            while (await stream.ReadAsync(request) > 0) _halfSent.TrySetResult();
        }
        catch (IOException)
        {
            // The other side was killed.
        }
    }
}
