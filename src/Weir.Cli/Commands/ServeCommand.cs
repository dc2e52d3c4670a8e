using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Server;
using Weir.Server.Schedules;
using Weir.Server.Settings;
using Weir.Server.Systemd;
using Weir.Storage;

namespace Weir.Cli.Commands;

/// <summary><c>weir serve</c>: answers over HTTP until it is stopped.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons (default http://127.0.0.1:8080)",
        HelpName = "URLS",
    };

    private static readonly Dictionary<string, ServerRole> Roles = Enum.GetValues<ServerRole>().ToDictionary(role => role.ToString().ToLowerInvariant(), StringComparer.OrdinalIgnoreCase);

    private static readonly Option<ServerRole> Role = new("--role")
    {
        Description = "all (answer and look after itself), api (answer only), scheduler (look after itself only), worker (run batch jobs only), collector (gather here and hand over to the main machine)",
        DefaultValueFactory = _ => ServerRole.All,
        CustomParser = Named,
    };

    internal static Command Create()
    {
        var command = new Command("serve", "Answer checks over HTTP, with a check page at /, and look after itself: collect, learn, deploy, watch, tell") { Urls, Role };
        command.SetAction(RunAsync);
        return command;
    }

    // The parser of the library takes numbers, too, also those of no role.
    private static ServerRole Named(ArgumentResult result)
    {
        var word = result.Tokens is [var only] ? only.Value : "";
        if (Roles.TryGetValue(word, out var role)) return role;
        result.AddError($"--role is one of {string.Join(", ", Roles.Keys)}");
        return ServerRole.All;
    }

    private static Func<ILoop>? Loop(ParseResult parsed, ServerRole role)
    {
        // Who cannot keep anything must not look as if it learned. A database that is there and damaged is told by the loop: the baseline serves.
        if (!WeirStore.Exists(parsed.Store())) parsed.MakeStore().Dispose();
        else NeedWritable(parsed.Store());
        if (role is ServerRole.Api or ServerRole.Worker) return null;
        if (role != ServerRole.Collector) return () => CycleWiring.Loop(parsed);
        // Opened at once: a collector that does not know its main machine must not look as if it worked.
        var loop = new CollectorLoop(parsed.Store(), LearningOptions.Read(parsed.DataDirectory()), TimeProvider.System);
        return () => loop;
    }

    private static void NeedWritable(StoreAddress address)
    {
        try
        {
            using var store = WeirStore.Open(address, TimeProvider.System);
            if (store.File.IsReadOnly)
                throw new CliError($"the database in {address.DataDirectory} can be read and not written, so that nothing that comes in would be kept; make the directory and what is in it writable for this user (`weir doctor` says what is not), or choose another with --data.");
        }
        catch (StoreException)
        {
            // A damaged one is told by the loop; one that cannot be reached now may be reached later.
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        NativeHeap.BoundArenas();
        var output = parsed.InvocationConfiguration.Output;
        var options = ServerOptions.Read(parsed.DataDirectory(), parsed.GetValue(Urls)) with { Role = parsed.GetValue(Role) };
        await using var server = await RunningServer.StartAsync(options, ct, Loop(parsed, options.Role));
        await output.WriteLineAsync($"Weir listens on {string.Join(", ", server.Addresses)}. {server.Model}");
        var notice = ServiceNotice.OfEnvironment();
        notice.Ready($"listens on {string.Join(", ", server.Addresses)}. {server.Model}");
        var alive = ServiceNotice.Watchdog() is { } watchdog ? notice.KeepAliveAsync(watchdog, TimeProvider.System, ct) : Task.CompletedTask;
        if (server.SetupLink() is { } link) await output.WriteLineAsync($"No account exists yet. Make the first admin within 24 hours at {link}");
        if (!options.AllowRemote) await output.WriteLineAsync("Without a key only this machine is answered. Stop with Ctrl+C.");
        await server.WaitAsync(ct);
        notice.Stopping();
        await alive;
        return ExitCode.Done;
    }
}
