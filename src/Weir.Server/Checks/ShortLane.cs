using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Weir.Server.Checks;

/// <summary>
/// A connection that asks for short checks is answered by the thread that hears its socket, without a hand-over to another: a third of what an
/// answer costs. Nothing else may run there, because whoever waits on that thread lets all its connections wait.
/// </summary>
internal sealed class ShortLane(Socket socket)
{
    private const string HearingThreads = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    // The runtime keeps this setter for callers from outside; without it everything goes the common way.
    private static readonly Action<Socket, bool>? Prefer = typeof(Socket)
        .GetProperty("PreferInlineCompletions", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)?.GetSetMethod(nonPublic: true)?.CreateDelegate<Action<Socket, bool>>();

    private bool _isOn;

    /// <summary>Gives each connection that begins a lane, and each processor a thread that hears sockets. Call it before the first socket is opened.</summary>
    public static void Open(KestrelServerOptions kestrel)
    {
        if (Prefer is null) return;
        if (Environment.GetEnvironmentVariable(HearingThreads) is null) Environment.SetEnvironmentVariable(HearingThreads, $"{Environment.ProcessorCount}");
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection =>
        {
            if (connection.Features.Get<IConnectionSocketFeature>() is { Socket: { } socket }) connection.Features.Set(new ShortLane(socket));
            return next(connection);
        }));
    }

    /// <summary>From the next request on, the connection is answered by the thread that hears it.</summary>
    public void Enter()
    {
        if (_isOn) return;
        Prefer!(socket, true);
        _isOn = true;
    }

    /// <summary>Ends that. True when this request still runs there, and must go on elsewhere.</summary>
    public bool Leave()
    {
        if (!_isOn) return false;
        Prefer!(socket, false);
        _isOn = false;
        return true;
    }
}
