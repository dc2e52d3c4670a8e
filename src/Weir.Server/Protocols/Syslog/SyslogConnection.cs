using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Weir.Server.Protocols.Syslog;

/// <summary>A way to the log server. Sending throws <see cref="IOException"/> or <see cref="SocketException"/> when it is gone.</summary>
internal sealed class SyslogConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly Stream? _stream;

    private SyslogConnection(Socket socket, Stream? stream) => (_socket, _stream) = (socket, stream);

    /// <summary>Connects; throws <see cref="SocketException"/>, <see cref="IOException"/> or <see cref="System.Security.Authentication.AuthenticationException"/> when it cannot.</summary>
    public static async Task<SyslogConnection> OpenAsync(SyslogSettings settings, CancellationToken ct)
    {
        var isDatagram = settings.Transport == SyslogTransport.Udp;
        var socket = isDatagram ? new Socket(SocketType.Dgram, ProtocolType.Udp) : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var opened = false;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(Patience);
            await socket.ConnectAsync(settings.Host!, settings.Port, limit.Token);
            var stream = isDatagram ? null : await StreamAsync(socket, settings, limit.Token);
            opened = true;
            return new SyslogConnection(socket, stream);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new IOException($"{settings.Host} did not answer within {Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds.");
        }
        finally
        {
            if (!opened) socket.Dispose();
        }
    }

    /// <summary>Sends one message.</summary>
    public async Task SendAsync(byte[] message, CancellationToken ct)
    {
        if (_stream is null)
        {
            await _socket.SendAsync(message, SocketFlags.None, ct);
            return;
        }

        // A peer that has closed would take one more message without a word.
        if (_socket.Poll(0, SelectMode.SelectRead) && _socket.Available == 0) throw new IOException("The log server closed the connection.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            byte[] framed = [.. Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture)), (byte)' ', .. message];
            await _stream.WriteAsync(framed, limit.Token);
            await _stream.FlushAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new IOException("The log server does not take what is sent.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }

    private static async Task<Stream> StreamAsync(Socket socket, SyslogSettings settings, CancellationToken ct)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (settings.Transport == SyslogTransport.Tcp) return plain;
        var secure = new SslStream(plain);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = settings.Host, CertificateChainPolicy = settings.Roots is { } roots ? Trust(roots) : null }, ct);
        return secure;
    }

    private static X509ChainPolicy Trust(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
