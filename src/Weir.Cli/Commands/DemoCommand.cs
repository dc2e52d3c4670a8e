using System.CommandLine;
using Weir.Cli.Demo;

namespace Weir.Cli.Commands;

/// <summary><c>weir demo</c>: some weeks of the loop over a made-up world.</summary>
internal static class DemoCommand
{
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Another seed gives another history", DefaultValueFactory = _ => 2 };
    private static readonly Option<string?> Keep = new("--keep") { Description = "Directory that keeps what the demo wrote; without it everything is thrown away", HelpName = "DIR" };

    internal static Command Create()
    {
        var command = new Command("demo", "Live through some weeks of a made-up world in a minute or two: collect, refuse, promote, drift, alert, rollback") { Seed, Keep };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var kept = parsed.GetValue(Keep);
        if (kept is not null && Directory.Exists(kept) && Directory.EnumerateFileSystemEntries(kept).Any())
            throw CliError.Usage($"{kept} is not empty; the demo needs a directory of its own.");
        var directory = kept ?? Directory.CreateTempSubdirectory("weir-demo-").FullName;
        try
        {
            await new DemoRun(parsed.GetValue(Seed), directory, parsed.InvocationConfiguration.Output).RunAsync(ct);
            if (kept is not null) await parsed.InvocationConfiguration.Output.WriteLineAsync($"Look around with --data {kept}, for example `weir models history --data {kept}`.");
            return ExitCode.Done;
        }
        finally
        {
            if (kept is null) Directory.Delete(directory, recursive: true);
        }
    }
}
