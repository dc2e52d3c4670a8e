using System.CommandLine;
using Weir.Server.Security;

namespace Weir.Cli.Commands;

/// <summary><c>weir secrets</c>: settings that are kept encrypted.</summary>
internal static class SecretsCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The setting, such as Alerts:Email:Password or SMTP_PASSWORD" };

    internal static Command Create()
    {
        var set = new Command("set", "Keep a setting encrypted; its value is typed or comes on standard input") { Name };
        set.SetAction(Set);
        var remove = new Command("remove", "Forget a secret") { Name };
        remove.SetAction(Remove);
        var list = new Command("list", "Print the names of the secrets, never their values");
        list.SetAction(List);
        var seal = new Command("seal", "Encrypt the secrets that stand in weir.json in the clear");
        seal.SetAction(Seal);
        return new Command("secrets", "Keep settings such as passwords encrypted in the data directory") { set, list, remove, seal };
    }

    private static int Set(ParseResult parsed)
    {
        var name = parsed.GetValue(Name)!;
        if (SecretFile.SettingOf(name) is not { } setting) throw CliError.Usage($"'{CliError.OneLine(name)}' is no setting of Weir; write for example Alerts:Email:Password.");
        SecretFile.Set(parsed.DataDirectory(), setting, SecretInput.Read($"value of {setting}"));
        AccessAudit.Note(parsed.DataDirectory(), "secret.set", setting, "cli");
        parsed.InvocationConfiguration.Output.WriteLine($"{setting} is kept. A running server takes it over when it is started again.");
        return ExitCode.Done;
    }

    private static int Remove(ParseResult parsed)
    {
        var name = parsed.GetValue(Name)!;
        if (!SecretFile.Remove(parsed.DataDirectory(), name)) throw new CliError($"No secret is called '{CliError.OneLine(name)}'; `weir secrets list` names them.");
        AccessAudit.Note(parsed.DataDirectory(), "secret.remove", name, "cli");
        parsed.InvocationConfiguration.Output.WriteLine($"{name} is forgotten.");
        return ExitCode.Done;
    }

    private static int Seal(ParseResult parsed)
    {
        var names = SecretSeal.Seal(parsed.DataDirectory());
        foreach (var name in names) AccessAudit.Note(parsed.DataDirectory(), "secret.set", name, "cli");
        parsed.InvocationConfiguration.Output.WriteLine(names.Count == 0 ? "No secret stands in weir.json." : $"Encrypted: {string.Join(", ", names)}.");
        return ExitCode.Done;
    }

    private static int List(ParseResult parsed)
    {
        var names = SecretFile.Names(parsed.DataDirectory());
        foreach (var name in names) parsed.InvocationConfiguration.Output.WriteLine(name);
        if (names.Count == 0) parsed.InvocationConfiguration.Output.WriteLine("No secrets; `weir secrets set NAME` keeps one.");
        return ExitCode.Done;
    }
}
