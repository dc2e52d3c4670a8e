using System.CommandLine;
using System.Globalization;
using Weir.Pipeline;

namespace Weir.Cli.Commands;

/// <summary><c>weir cycle decisions</c>: when it was looked at whether to train, what was decided, and why.</summary>
internal static class CycleDecisionsCommand
{
    private static readonly Option<int> Limit = new("--limit") { Description = "How many at most", DefaultValueFactory = _ => 50 };

    internal static Command Create()
    {
        var command = new Command("decisions", "Show when a training was due or not, and why") { Limit };
        command.SetAction(parsed =>
        {
            using var store = parsed.OpenStore();
            var output = parsed.InvocationConfiguration.Output;
            var decisions = store.Trainings.RecentEverywhere(parsed.GetValue(Limit));
            if (decisions.Count == 0) output.WriteLine("Nothing was decided yet; `weir cycle --continuous` and `weir serve` look every 6 hours.");
            foreach (var decision in decisions)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{decision.At:yyyy-MM-dd HH:mm:ss}  {(decision.Train ? "train" : "wait "),-5}  {decision.Kind,-7}  {decision.Preset,-12}  {(decision.Channel == 0 ? "" : ChannelNames.Of(store, decision.Channel) + ": ")}{decision.Reason}"));
            return ExitCode.Done;
        });
        return command;
    }
}
