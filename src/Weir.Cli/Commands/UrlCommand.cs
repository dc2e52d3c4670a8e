using System.CommandLine;
using Weir.Cli.Urls;

namespace Weir.Cli.Commands;

/// <summary><c>weir url</c>: how Weir reads an address.</summary>
internal static class UrlCommand
{
    private const string Description = """
        Shows how an address is read: its parts as browsers see them, its key, its domain. Looks nothing up.
        Defanged addresses are understood.

        Examples:
          weir url 'hxxp://login.example[.]com/a?b=c'
          weir url 'http://0x7f.1/' --json
        """;

    private static readonly Argument<string> Subject = new("SUBJECT") { Description = "The address" };
    private static readonly Option<bool> Json = new("--json") { Description = "JSON instead of text" };

    internal static Command Create()
    {
        var command = new Command("url", Description) { Subject, Json };
        command.SetAction(parsed =>
        {
            var reading = UrlReading.Of(parsed.GetValue(Subject) ?? "");
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(Json)) output.WriteLine(reading.ToJson());
            else if (reading.Error is null) WriteText(output, reading);
            if (reading.Error is { } error) throw new CliError($"this address cannot be read: {error}");
        });
        return command;
    }

    private static void WriteText(TextWriter output, UrlReading reading)
    {
        (string Name, string? Value)[] lines =
        [
            ("scheme", reading.Scheme), ("userinfo", reading.Userinfo), ("host", reading.Host), ("port", reading.Port?.ToString("D", null)),
            ("path", reading.Path), ("query", reading.Query), ("fragment", reading.Fragment), ("canonical", reading.Canonical),
            ("registrable domain", reading.RegistrableDomain), ("public suffix", reading.PublicSuffix),
            ("shared host", reading.IsSharedHost ? "yes" : "no"), ("defanged", reading.Defanged),
        ];
        foreach (var (name, value) in lines)
        {
            if (!string.IsNullOrEmpty(value)) output.WriteLine($"{name,-20}{value}");
        }
    }
}
