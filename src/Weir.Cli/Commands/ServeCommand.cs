using System.CommandLine;
using Weir.Server;
using Weir.Server.Systemd;

namespace Weir.Cli.Commands;

/// <summary><c>weir serve</c>: answers over HTTP until it is stopped.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons (default http://127.0.0.1:8080)",
        HelpName = "URLS",
    };

    internal static Command Create()
    {
        var command = new Command("serve", "Answer checks over HTTP, with a check page at /") { Urls };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var output = parsed.InvocationConfiguration.Output;
        var options = ServerOptions.Read(parsed.DataDirectory(), parsed.GetValue(Urls));
        await using var server = await RunningServer.StartAsync(options, ct);
        await output.WriteLineAsync($"Weir listens on {string.Join(", ", server.Addresses)}. {server.Model}");
        var notice = ServiceNotice.OfEnvironment();
        notice.Ready($"listens on {string.Join(", ", server.Addresses)}. {server.Model}");
        var alive = ServiceNotice.Watchdog() is { } watchdog ? notice.KeepAliveAsync(watchdog, TimeProvider.System, ct) : Task.CompletedTask;
        if (!options.AllowRemote) await output.WriteLineAsync("Only this machine is answered. Stop with Ctrl+C.");
        await server.WaitAsync(ct);
        notice.Stopping();
        await alive;
        return ExitCode.Done;
    }
}
