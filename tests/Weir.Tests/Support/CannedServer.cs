using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Tests.Support;

/// <summary>A web server on this machine that answers each path with the bytes it was given, right or wrong HTTP alike.</summary>
internal sealed class CannedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, byte[]> _answers = [];

    public CannedServer()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>The address of a path.</summary>
    public string Address(string path) => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}";

    /// <summary>From now on the path answers so; a length that is not the body's makes a truncated answer.</summary>
    public string Answers(string path, byte[] body, string status = "200 OK", string headers = "", int? length = null)
    {
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {length ?? body.Length}\r\nConnection: close\r\n{headers}\r\n");
        _answers[path] = [.. head, .. body];
        return Address(path);
    }

    /// <summary>From now on the path never answers.</summary>
    public string Hangs(string path)
    {
        _answers[path] = [];
        return Address(path);
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var path = (await reader.ReadLineAsync())?.Split(' ')[1] ?? "";
            while (!string.IsNullOrEmpty(await reader.ReadLineAsync())) { }
            if (!_answers.TryGetValue(path, out var answer)) answer = Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            if (answer.Length > 0) await stream.WriteAsync(answer);
            else await reader.ReadLineAsync();
        }
    }
}
