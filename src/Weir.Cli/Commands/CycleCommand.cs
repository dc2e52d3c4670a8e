using System.CommandLine;
using System.Globalization;
using Weir.Pipeline;
using Weir.Storage;

namespace Weir.Cli.Commands;

/// <summary><c>weir cycle</c>: label, train, evaluate, gate and promote.</summary>
internal static class CycleCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(6);
    private static readonly Option<bool> Once = new("--once") { Description = "Run one cycle and end (the default)" };
    private static readonly Option<bool> Continuous = new("--continuous") { Description = "Look again every 6 hours" };
    private static readonly Option<bool> Force = new("--force") { Description = "Train also when nothing is new" };

    internal static Command Create()
    {
        var command = new Command("cycle", "Learn from what was imported: label, train, evaluate, gate, promote") { Once, Continuous, Force, CycleDecisionsCommand.Create() };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(Once) && parsed.GetValue(Continuous)) throw CliError.Usage("--once and --continuous exclude each other.");
        using var store = WeirStore.Open(parsed.DataDirectory(), TimeProvider.System);
        while (true)
        {
            var result = await Task.Run(() => Run(parsed, store, ct), ct);
            if (!parsed.GetValue(Continuous)) return result.Outcome == "busy" ? throw new CliError(result.Reason + ".") : ExitCode.Done;
            await Task.Delay(Pause, ct);
        }
    }

    private static CycleResult Run(ParseResult parsed, WeirStore store, CancellationToken ct)
    {
        var output = parsed.InvocationConfiguration.Output;
        return new ModelCycle(store, CycleWiring.Parts(parsed), CycleWiring.Options(parsed, parsed.GetValue(Force)), step =>
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss}  {step.Stage,-9} {step.Text}"));
            output.Flush();
        }).Run(ct);
    }
}
