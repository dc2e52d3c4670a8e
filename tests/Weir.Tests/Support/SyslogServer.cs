using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace Weir.Tests.Support;

/// <summary>A log server on a free port of this machine, over UDP, TCP with counted octets, or TLS.</summary>
internal sealed class SyslogServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();
    private readonly X509Certificate2? _certificate;
    private readonly UdpClient? _udp;
    private readonly TcpListener? _tcp;
    private readonly List<TcpClient> _clients = [];

    private SyslogServer(bool isDatagram, X509Certificate2? certificate)
    {
        _certificate = certificate;
        if (isDatagram) _udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        else (_tcp = new TcpListener(IPAddress.Loopback, 0)).Start();
        _ = isDatagram ? ReceiveAsync() : AcceptAsync();
    }

    public int Port => ((IPEndPoint)(_udp?.Client.LocalEndPoint ?? _tcp!.LocalEndpoint)!).Port;

    public static SyslogServer Udp() => new(true, null);

    public static SyslogServer Tcp() => new(false, null);

    public static SyslogServer Tls(X509Certificate2 certificate) => new(false, certificate);

    /// <summary>The next message.</summary>
    public async Task<string> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _messages.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next message that holds this; those before it are skipped.</summary>
    public async Task<string> NextAsync(string part)
    {
        while (true)
            if (await NextAsync() is var message && message.Contains(part, StringComparison.Ordinal)) return message;
    }

    /// <summary>Closes every connection; new ones are taken.</summary>
    public void Drop()
    {
        lock (_clients)
        {
            foreach (var client in _clients) client.Dispose();
            _clients.Clear();
        }
    }

    public void Dispose()
    {
        _udp?.Dispose();
        _tcp?.Stop();
        Drop();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true) _messages.Writer.TryWrite(Encoding.UTF8.GetString((await _udp!.ReceiveAsync()).Buffer));
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            _messages.Writer.TryComplete();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _tcp!.AcceptTcpClientAsync();
                lock (_clients) _clients.Add(client);
                _ = ReadAsync(client);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            _messages.Writer.TryComplete();
        }
    }

    private async Task ReadAsync(TcpClient client)
    {
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(_certificate);
                stream = secure;
            }

            while (true) _messages.Writer.TryWrite(await MessageAsync(stream));
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            client.Dispose();
        }
    }

    private static async Task<string> MessageAsync(Stream stream)
    {
        var (length, one) = (0, new byte[1]);
        while (true)
        {
            await stream.ReadExactlyAsync(one);
            if (one[0] == ' ') break;
            length = length * 10 + one[0] - '0';
        }

        var message = new byte[length];
        await stream.ReadExactlyAsync(message);
        return Encoding.UTF8.GetString(message);
    }
}
