using System.CommandLine;

namespace Weir.Cli.Commands;

/// <summary><c>weir tables loop</c>: whether the loop trains a table by itself.</summary>
internal static class TableLoopCommand
{
    private static readonly Argument<string> State = new("on|off") { Description = "on: the loop trains it when its time has come (the default); off: only people do" };

    static TableLoopCommand() => State.AcceptOnlyFromAmong("on", "off");

    internal static Command Create()
    {
        var command = new Command("loop", "Let the loop train a table by itself, or not") { TablesCommand.Name, State };
        command.SetAction(parsed =>
        {
            using var store = parsed.OpenStore(TablesCommand.Maker);
            var (name, trains) = (parsed.GetValue(TablesCommand.Name)!, parsed.GetValue(State) == "on");
            var table = store.Tables.Find(name) ?? throw TablesCommand.Unknown(name);
            store.Tables.SetTrains(table.Id, trains, "cli");
            parsed.InvocationConfiguration.Output.WriteLine(trains ? $"The loop trains {name} when its time has come; `weir cycle decisions` tells why." : $"Only people train {name} from now on: `weir tables train {name}`.");
            return ExitCode.Done;
        });
        return command;
    }
}
