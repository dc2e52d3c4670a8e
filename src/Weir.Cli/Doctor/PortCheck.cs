using System.Net;
using System.Net.Sockets;

namespace Weir.Cli.Doctor;

/// <summary>Whether the addresses to listen on are free, or taken by Weir itself.</summary>
internal static class PortCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<Diagnosis>> RunAsync(IReadOnlyList<string> addresses, CancellationToken ct)
    {
        var found = new List<Diagnosis>();
        foreach (var address in addresses) found.Add(await OneAsync(address, ct));
        return found;
    }

    private static async Task<Diagnosis> OneAsync(string address, CancellationToken ct)
    {
        var uri = new Uri(address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal));
        if (Refusal(uri) is not { } refusal) return Diagnosis.Ok("port", $"{address} is free.");
        if (refusal != SocketError.AddressAlreadyInUse) return Diagnosis.Broken("port", $"{address} cannot be listened on ({refusal}); choose another with --urls or WEIR__Server__Urls.");
        return await IsWeirAsync(uri.Port, ct) ? Diagnosis.Ok("port", $"{address} is taken by Weir, which answers there.")
            : Diagnosis.Broken("port", $"{address} is in use by another program; choose another address with --urls or WEIR__Server__Urls.");
    }

    private static SocketError? Refusal(Uri uri)
    {
        var address = IPAddress.TryParse(uri.Host.Trim('[', ']'), out var parsed) ? parsed : IPAddress.Loopback;
        try
        {
            using var listener = new TcpListener(address, uri.Port);
            listener.Start();
            return null;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode;
        }
    }

    private static async Task<bool> IsWeirAsync(int port, CancellationToken ct)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            return (await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/healthz"), ct)).Contains("alive", StringComparison.Ordinal);
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
