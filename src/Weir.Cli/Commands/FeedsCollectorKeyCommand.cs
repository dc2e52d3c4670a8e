using System.CommandLine;
using System.Security.Cryptography;
using Weir.Pipeline.Collecting;

namespace Weir.Cli.Commands;

/// <summary><c>weir feeds collector-key</c>: makes the key with which a collector hands over.</summary>
internal static class FeedsCollectorKeyCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The collector" };

    internal static Command Create()
    {
        var command = new Command("collector-key", "Make the key of a collector; it is shown once and kept nowhere") { Name };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(Name)!;
            if (!CollectorSettings.IsName(name)) throw CliError.Usage("NAME must be of letters, digits, hyphens, dots or underlines.");
            var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine("On the collector:");
            output.WriteLine($"  WEIR__Collector__Name={name}");
            output.WriteLine($"  WEIR__Collector__Key={key}");
            output.WriteLine("  WEIR__Collector__Main=https://… (the main machine)");
            output.WriteLine("On the main machine:");
            output.WriteLine($"  WEIR__Collector__Accept__{name}__Key=sha256:{CollectorSettings.HashOf(key)}");
            return ExitCode.Done;
        });
        return command;
    }
}
