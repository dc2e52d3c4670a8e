using System.CommandLine;
using System.Globalization;
using Weir.Detection.Reference.Generating;

namespace Weir.Cli.Commands;

/// <summary><c>weir lists update</c>: refreshes the reference lists of the data directory from their public addresses.</summary>
internal static class ListsUpdateCommand
{
    internal static Command Create()
    {
        var sources = new Option<string[]>("--source")
        {
            HelpName = "NAME=ADDRESS",
            Description = "Refresh only this list, from this address or file (plain, .gz or .zip); may be repeated. Default: all public addresses",
            DefaultValueFactory = _ => [],
        };
        var command = new Command("update", "Refresh the reference lists") { sources };
        command.SetAction(async (parsed, ct) =>
        {
            var wanted = parsed.GetValue(sources)!.Select(Pair).ToList();
            return await RunAsync(parsed, wanted.Count > 0 ? wanted : ReferenceAddresses.Public, ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IReadOnlyList<(string Name, string Address)> sources, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var updater = new ReferenceUpdater(http, parsed.DataDirectory(), TimeProvider.System);
        var failed = 0;
        foreach (var (name, address) in sources)
        {
            var update = await updater.UpdateAsync(name, address, ct);
            if (update.Problem is null) Tell(parsed, update, address);
            else parsed.InvocationConfiguration.Error.WriteLine("weir: " + CliError.OneLine(update.Problem));
            if (update.Problem is not null) failed++;
        }

        return failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Tell(ParseResult parsed, ReferenceUpdate update, string address)
    {
        using var store = parsed.MakeStore();
        store.Lists.ReferenceReplaced(update.Name, string.Create(CultureInfo.InvariantCulture, $"{update.Count} entries from {address}"), "cli");
        var leftOut = update.LeftOut == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {update.LeftOut} very popular domains that it did not hold before were left out");
        parsed.InvocationConfiguration.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{update.Name,-16} {update.Count,8} entries (before: {update.Before}){leftOut}"));
    }

    private static (string Name, string Address) Pair(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var name = at < 0 ? text : text[..at];
        if (at < 0 || at == text.Length - 1) throw CliError.Usage($"--source '{text}' is not NAME=ADDRESS.");
        if (!ReferenceAddresses.Names.Contains(name)) throw CliError.Usage($"No list '{name}' can be refreshed; these can: {string.Join(", ", ReferenceAddresses.Names)}.");
        return (name, text[(at + 1)..]);
    }
}
