using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Weir.Server.Models;
using Weir.Server.Schedules;
using Weir.Server.Security;
using Weir.Storage;

namespace Weir.Server;

/// <summary>A server that listens. Made by <see cref="StartAsync(ServerOptions, CancellationToken, Func{ILoop})"/>; disposing it stops it gracefully.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    // How long requests that have begun may take to end when the server stops.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private readonly DetectorFeed? _feed;

    private RunningServer(WebApplication app, DetectorFeed? feed) => (_app, _feed) = (app, feed);

    /// <summary>The addresses on which it listens, with the ports as they were given out.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Urls];

    /// <summary>A part of the server, for tests.</summary>
    internal T Part<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>One sentence about the model that answers, or about why none does.</summary>
    public string Model => _app.Services.GetRequiredService<DetectorHolder>().Current switch
    {
        { NotReady: { } reason } => reason,
        { Model: { } model, Problem: { } problem } detector => $"Model {model.Version} ({detector.Origin}) answers: {problem}",
        { Model: { } model } detector => $"Model {model.Version} ({detector.Origin}) answers.",
        _ => "No model answers.",
    };

    /// <summary>A new link with which the first admin makes his account, good for 24 hours; null when there is an account, or no store to keep it.</summary>
    public string? SetupLink()
    {
        try
        {
            var options = _app.Services.GetRequiredService<ServerOptions>();
            if (options.Role is not (ServerRole.All or ServerRole.Api) || _app.Services.GetRequiredService<Func<WeirStore?>>()() is not { } store) return null;
            return Accounts.SetupPath(store) is { } path ? SetupAddress.Of(Addresses) + path : null;
        }
        catch (StoreException)
        {
            // What is wrong with the store is told by whoever needs it; without it nobody can have an account.
            return null;
        }
    }

    /// <summary>Loads what the data directory serves, then listens, and gives the loop its turns. Throws <see cref="ServerStartException"/> when it cannot.</summary>
    public static async Task<RunningServer> StartAsync(ServerOptions options, CancellationToken ct, Func<ILoop>? loop = null)
    {
        var feed = DetectorFeed.Of(options, TimeProvider.System);
        var started = false;
        try
        {
            var server = await StartAsync(options, options.ModelVersion is null ? feed.Look : Pinned(feed), TimeProvider.System, ct, feed, loop);
            started = true;
            return server;
        }
        finally
        {
            if (!started) feed.Dispose();
        }
    }

    internal static async Task<RunningServer> StartAsync(
        ServerOptions options, Func<ServedDetector?> look, TimeProvider time, CancellationToken ct, DetectorFeed? feed = null, Func<ILoop>? loop = null, Func<WeirStore?>? store = null)
    {
        var app = ServerHost.Create(options, look, store ?? (() => feed?.Store), time, loop);
        app.Services.GetRequiredService<ChampionWatcher>().Look();
        app.UseKeysOfStore();
        try
        {
            await app.StartAsync(ct);
            return new RunningServer(app, feed);
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
        // A signal that comes before the command line listens for signals is heard by the host alone.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _app.Lifetime.ApplicationStopping);
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (either.Token.Register(stop.SetResult)) await stop.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        _feed?.Dispose();
    }

    // A pinned version that is not there must stop the start, not be served as something else.
    private static Func<ServedDetector?> Pinned(DetectorFeed feed)
    {
        var first = feed.Look();
        return () => Interlocked.Exchange(ref first, null) ?? feed.Look();
    }
}

/// <summary>The server cannot start; the message says why and names the way out.</summary>
public sealed class ServerStartException(string message, Exception? cause = null) : Exception(message, cause);
