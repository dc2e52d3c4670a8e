using System.CommandLine;
using System.Globalization;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Security;

namespace Weir.Cli.Commands;

/// <summary><c>weir accounts</c>: the people who may log in.</summary>
internal static class AccountsCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The name with which he logs in" };
    private static readonly Option<string> Role = new Option<string>("--role") { Description = "viewer, analyst or admin; default viewer", DefaultValueFactory = _ => "viewer" }.AcceptOnlyFromAmong("viewer", "analyst", "admin");
    private static readonly Option<string> Tenant = new("--tenant") { HelpName = "NAME", Description = "Whose he is; default main", DefaultValueFactory = _ => "main" };

    internal static Command Create()
    {
        var add = new Command("add", "Add an account; the password is typed or comes on standard input") { Name, Role, Tenant };
        add.SetAction(Add);
        var list = new Command("list", "Print the accounts");
        list.SetAction(List);
        var reset = new Command("reset", "Set another password and switch the authenticator off; all its sessions end") { Name };
        reset.SetAction(Reset);
        return new Command("accounts", "The people who may log in to the pages") { add, list, Switch("disable", "Refuse an account", true), Switch("enable", "Let an account in again", false), reset };
    }

    private static int Add(ParseResult parsed)
    {
        using var store = parsed.MakeStore();
        var name = parsed.GetValue(Name)!;
        if (Accounts.Add(store, name, parsed.GetValue(Role)!, parsed.GetValue(Tenant)!, SecretInput.Read("password"), "cli") is { } fault) throw CliError.Usage(fault);
        parsed.InvocationConfiguration.Output.WriteLine($"{name} may log in as {parsed.GetValue(Role)}.");
        return ExitCode.Done;
    }

    private static int List(ParseResult parsed)
    {
        using var store = parsed.OpenStore();
        var accounts = store.Accounts.Page(null, null, 10_000);
        foreach (var one in accounts)
            parsed.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{one.Name,-24}  {one.Role,-7}  {one.Tenant}  last login {one.LoginAt?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never"}{(one.TotpSecret is null ? "" : "  authenticator")}{(one.DisabledAt is null ? "" : "  disabled")}"));
        if (accounts.Count == 0) parsed.InvocationConfiguration.Output.WriteLine("No accounts; `weir accounts add NAME --role admin` makes one.");
        return ExitCode.Done;
    }

    private static int Reset(ParseResult parsed)
    {
        using var store = parsed.OpenStore();
        var account = Find(store, parsed);
        if (Accounts.SetPassword(store, account, SecretInput.Read("new password"), "cli") is { } fault) throw CliError.Usage(fault);
        if (account.TotpSecret is not null) store.Accounts.Codes.Set(account.Id, null, [], "cli");
        parsed.InvocationConfiguration.Output.WriteLine($"{account.Name} has another password and no authenticator.");
        return ExitCode.Done;
    }

    private static Command Switch(string verb, string description, bool disable)
    {
        var command = new Command(verb, description) { Name };
        command.SetAction(parsed =>
        {
            using var store = parsed.OpenStore();
            var account = Find(store, parsed);
            store.Accounts.Change(account.Id, null, account.Role, disable, "cli");
            parsed.InvocationConfiguration.Output.WriteLine($"{account.Name} is {verb}d.");
            return ExitCode.Done;
        });
        return command;
    }

    private static AccountRecord Find(WeirStore store, ParseResult parsed) => store.Accounts.Find(parsed.GetValue(Name)!.Trim().ToLowerInvariant())
        ?? throw new CliError($"No account is called '{CliError.OneLine(parsed.GetValue(Name)!)}'; `weir accounts list` names them.");
}
