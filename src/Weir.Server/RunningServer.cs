using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Models;

namespace Weir.Server;

/// <summary>A server that listens. Made by <see cref="StartAsync(ServerOptions, CancellationToken)"/>; disposing it stops it gracefully.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    // How long requests that have begun may take to end when the server stops.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private RunningServer(WebApplication app) => _app = app;

    /// <summary>The addresses on which it listens, with the ports as they were given out.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>One sentence about the model that answers, or about why none does.</summary>
    public string Model => _app.Services.GetRequiredService<DetectorHolder>().Current switch
    {
        { NotReady: { } reason } => reason,
        { Model: { } model } detector => $"Model {model.Version} ({detector.Origin}) answers.",
        _ => "No model answers.",
    };

    /// <summary>Loads what the data directory serves, then listens. Throws <see cref="ServerStartException"/> when it cannot.</summary>
    public static Task<RunningServer> StartAsync(ServerOptions options, CancellationToken ct) =>
        StartAsync(options, DetectorFeed.Of(options, TimeProvider.System).Look, TimeProvider.System, ct);

    internal static async Task<RunningServer> StartAsync(ServerOptions options, Func<ServedDetector?> look, TimeProvider time, CancellationToken ct)
    {
        var app = ServerHost.Create(options, look, time);
        app.Services.GetRequiredService<ChampionWatcher>().Look();
        try
        {
            await app.StartAsync(ct);
            return new RunningServer(app);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            throw new ServerStartException($"{string.Join(", ", options.Urls)} is in use by another program; choose another address with --urls.", failure);
        }
        catch (Exception failure) when (failure is System.Net.Sockets.SocketException or InvalidOperationException or FormatException or IOException)
        {
            await app.DisposeAsync();
            throw new ServerStartException($"cannot listen on {string.Join(", ", options.Urls)}: {failure.Message}", failure);
        }
    }

    /// <summary>Returns when a stop is asked for.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (ct.Register(stop.SetResult)) await stop.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>The server cannot start; the message says why and names the way out.</summary>
public sealed class ServerStartException(string message, Exception? cause = null) : Exception(message, cause);
