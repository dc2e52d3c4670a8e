using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Weir.Tests.Support;

/// <summary>What a feed server is asked: the path with its query, and the headers by name.</summary>
internal sealed record FeedRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What it answers, right or wrong.</summary>
internal sealed record FeedReply(byte[] Body)
{
    public string Status { get; init; } = "200 OK";

    public string Headers { get; init; } = "";

    /// <summary>The length that is announced; null announces that of the body, -1 none, so that the end of the connection is the end.</summary>
    public long? Length { get; init; }

    /// <summary>After the body the connection stays open and silent.</summary>
    public bool Hangs { get; init; }

    /// <summary>After the body, zeros until the other side has enough.</summary>
    public bool IsEndless { get; init; }

    public static FeedReply Text(string text, string headers = "") => new(Encoding.UTF8.GetBytes(text)) { Headers = headers };

    public static FeedReply Of(string status, string headers = "") => new([]) { Status = status, Headers = headers };
}

/// <summary>A web server on this machine that hands each request to a function; with TLS under a certificate that nobody trusts.</summary>
internal sealed class FeedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2? _certificate;

    public FeedServer(bool isTls = false)
    {
        _certificate = isTls ? SelfSigned() : null;
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>All requests so far.</summary>
    public List<FeedRequest> Requests { get; } = [];

    public Func<FeedRequest, FeedReply> Answer { get; set; } = _ => FeedReply.Of("404 Not Found");

    public string Address(string path = "/") => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}";

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _certificate?.Dispose();
        _end.Dispose();
    }

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
            try
            {
                var end = _end.Token;
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(_certificate);
                    stream = secure;
                }

                var reply = Answer(await ReadAsync(stream));
                var length = reply.Length is -1 ? "" : $"Content-Length: {reply.Length ?? reply.Body.Length}\r\n";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {reply.Status}\r\n{length}Connection: close\r\n{reply.Headers}\r\n"), end);
                await stream.WriteAsync(reply.Body, end);
                for (var zeros = new byte[65536]; reply.IsEndless;) await stream.WriteAsync(zeros, end);
                if (reply.Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, end);
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // The other side had enough.
            }
        }
    }

    private async Task<FeedRequest> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = (await reader.ReadLineAsync())?.Split(' ')[1] ?? "";
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line) headers[line.Split(':')[0]] = line[(line.IndexOf(':') + 1)..].Trim();
        var request = new FeedRequest(path, headers);
        lock (Requests) Requests.Add(request);
        return request;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=feeds.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var bare = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pfx), null);
    }
}
