using System.CommandLine;
using Weir.Cli.Doctor;

namespace Weir.Cli.Commands;

/// <summary><c>weir doctor</c>: what is misconfigured or missing on this machine, with the way out.</summary>
internal static class DoctorCommand
{
    internal static Command Create()
    {
        var command = new Command("doctor", "Say what is misconfigured or missing, with the way out; exit code 1 when something is broken");
        command.SetAction((parsed, ct) => Task.Run(() => RunAsync(parsed, ct), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var found = await new Examination(parsed.DataDirectory(), TimeProvider.System).RunAsync(ct);
        var output = parsed.InvocationConfiguration.Output;
        foreach (var diagnosis in found) output.WriteLine($"{Mark(diagnosis.Health),-8} {diagnosis.Area,-10} {diagnosis.Sentence}");
        var (broken, warnings) = (found.Count(diagnosis => diagnosis.Health == Health.Broken), found.Count(diagnosis => diagnosis.Health == Health.Warning));
        output.WriteLine(broken + warnings == 0 ? "All is well." : $"{broken} broken, {warnings} to look at.");
        return broken == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Mark(Health health) => health switch
    {
        Health.Ok => "ok",
        Health.Warning => "warning",
        _ => "BROKEN",
    };
}
