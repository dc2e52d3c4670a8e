using System.CommandLine;
using System.Globalization;
using Weir.Cli.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Tables.Training;

namespace Weir.Cli.Commands;

/// <summary><c>weir cycle</c>: collect, label, train, evaluate, gate and deploy, once or for as long as it runs.</summary>
internal static class CycleCommand
{
    private static readonly TimeSpan Beat = TimeSpan.FromMinutes(1);
    private static readonly Option<bool> Once = new("--once") { Description = "Run one cycle and end (the default)" };
    private static readonly Option<bool> Continuous = new("--continuous") { Description = "Go on for as long as it runs, as `weir serve` does: feeds when they are due, a look every 6 hours whether to train" };
    private static readonly Option<bool> Force = new("--force") { Description = "Train also when nothing is new" };
    private static readonly Option<string?> Preset = new("--preset") { Description = "When to train and what to reach: aggressive, balanced or conservative", HelpName = "NAME" };

    private static readonly Option<string> Channel = ChannelOption.Create("What to learn");

    internal static Command Create()
    {
        var command = new Command("cycle", "Collect what is due and learn from it: label, train, evaluate, gate, deploy") { Channel, Once, Continuous, Force, Preset, CycleDecisionsCommand.Create() };
        Preset.AcceptOnlyFromAmong([.. TrainingPreset.All.Select(preset => preset.Name)]);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(Once) && parsed.GetValue(Continuous)) throw CliError.Usage("--once and --continuous exclude each other.");
        if (parsed.GetValue(Continuous) && parsed.GetValue(Force)) throw CliError.Usage("--force belongs to one cycle; --continuous trains when it is due.");
        if (ChannelOption.Table(parsed.GetValue(Channel)) is { } table)
        {
            if (parsed.GetValue(Continuous)) throw CliError.Usage("--continuous belongs to the channel url; a table is learned once at a time.");
            return await Task.Run(() => TableTrainCommand.RunAsync(parsed, table, new TableTrainingParameters(), deploys: true, parsed.GetValue(Force), ct), ct);
        }

        var output = parsed.InvocationConfiguration.Output;
        using var loop = CycleWiring.Loop(parsed, parsed.GetValue(Preset), step =>
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss}  {step.Stage,-9} {step.Text}"));
            output.Flush();
        });
        if (!parsed.GetValue(Continuous))
        {
            var result = await Task.Run(() => loop.OnceAsync(parsed.GetValue(Force), ct), ct);
            return result.Outcome == "busy" ? throw new CliError(result.Reason + ".") : ExitCode.Done;
        }

        using var beat = new PeriodicTimer(Beat, TimeProvider.System);
        do await Task.Run(() => loop.TickAsync(ct), ct);
        while (await beat.WaitForNextTickAsync(ct));
        return ExitCode.Done;
    }
}
