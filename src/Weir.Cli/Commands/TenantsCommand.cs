using System.CommandLine;
using Weir.Server.Security;

namespace Weir.Cli.Commands;

/// <summary><c>weir tenants</c>: who shares this server.</summary>
internal static class TenantsCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The tenant" };
    private static readonly Option<long?> Quota = new("--quota") { HelpName = "N", Description = "Most subjects a day for all its keys together; default without a bound" };

    internal static Command Create()
    {
        var add = new Command("add", "Add a tenant, or change its quota") { Name, Quota };
        add.SetAction(Add);
        var list = new Command("list", "Print the tenants");
        list.SetAction(List);
        return new Command("tenants", "Who shares this server: each sees only its own history, jobs, lists and keys")
        {
            add, list, Switch("disable", "Refuse all keys and accounts of a tenant", true), Switch("enable", "Let a tenant in again", false),
        };
    }

    private static int Add(ParseResult parsed)
    {
        using var store = parsed.MakeStore();
        var (name, quota) = (parsed.GetValue(Name)!, parsed.GetValue(Quota));
        if (!AccessNames.IsName(name)) throw CliError.Usage(AccessNames.Wanted("NAME"));
        if (quota is < 1) throw CliError.Usage("--quota must be a whole number of at least 1; leave it out for no bound.");
        if (store.Tenants.Like(name) is { } known && known.Name != name)
            throw new CliError($"There is a tenant '{known.Name}' already; names that differ only in upper and lower case count as one.");
        var isNew = store.Tenants.Add(name, quota, "cli");
        if (!isNew) store.Tenants.SetQuota(name, quota, "cli");
        parsed.InvocationConfiguration.Output.WriteLine($"{name} {(isNew ? "is added" : "was there")}; {(quota is null ? "no bound a day" : $"{quota} subjects a day")}.");
        return ExitCode.Done;
    }

    private static int List(ParseResult parsed)
    {
        using var store = parsed.OpenStore();
        foreach (var tenant in store.Tenants.All())
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{tenant.Name}  {(tenant.SubjectsADay is { } most ? $"{most} subjects a day" : "no bound a day")}{(tenant.DisabledAt is null ? "" : "  disabled")}");
        return ExitCode.Done;
    }

    private static Command Switch(string verb, string description, bool disable)
    {
        var command = new Command(verb, description) { Name };
        command.SetAction(parsed =>
        {
            using var store = parsed.OpenStore();
            var name = parsed.GetValue(Name)!;
            if (!store.Tenants.SetDisabled(name, disable, "cli"))
                throw new CliError(store.Tenants.Find(name) is null ? $"No tenant is called '{name}'." : $"{name} cannot be {verb}d: it is so already, or it owns this machine.");
            parsed.InvocationConfiguration.Output.WriteLine($"{name} is {verb}d.");
            return ExitCode.Done;
        });
        return command;
    }
}
