using System.CommandLine;
using System.Globalization;
using Weir.Cli.Lists;
using Weir.Server.Security;
using Weir.Storage.Security;

namespace Weir.Cli.Commands;

/// <summary><c>weir keys</c>: the keys with which programs ask.</summary>
internal static class KeysCommand
{
    private const string Main = "main";
    private static readonly Argument<string> Name = new("NAME") { Description = "What the key is for" };
    private static readonly Argument<long> Number = new("NUMBER") { Description = "The number of the key, as `weir keys list` shows it" };
    private static readonly Option<string> Role = new Option<string>("--role") { Description = "check, viewer, analyst or admin; default check", DefaultValueFactory = _ => "check" }.AcceptOnlyFromAmong("check", "viewer", "analyst", "admin");
    private static readonly Option<string> Tenant = new("--tenant") { HelpName = "NAME", Description = "Whose it is; default main", DefaultValueFactory = _ => Main };
    private static readonly Option<string?> Expires = new("--expires") { HelpName = "DATE", Description = "A day (2026-12-31, from its start, UTC) or a number of days (30d); default never" };

    internal static Command Create()
    {
        var add = new Command("add", "Make a key; it is shown once") { Name, Role, Tenant, Expires };
        add.SetAction(Add);
        var revoke = new Command("revoke", "Take a key back") { Number };
        revoke.SetAction(Revoke);
        var list = new Command("list", "Print the keys, without the keys themselves");
        list.SetAction(List);
        return new Command("keys", "Make and revoke the keys with which programs ask") { add, list, revoke };
    }

    private static int Add(ParseResult parsed)
    {
        using var store = parsed.MakeStore();
        var (name, tenant, end) = (parsed.GetValue(Name)!, parsed.GetValue(Tenant)!, parsed.GetValue(Expires));
        if (!AccessNames.IsName(name)) throw CliError.Usage(AccessNames.Wanted("NAME"));
        if (store.Tenants.Find(tenant) is null) throw CliError.Usage($"no tenant is called '{tenant}'; `weir tenants list` names them, `weir tenants add` makes one.");
        DateTimeOffset? expires = end is null ? null : Expiry.Read(end, store.Time.GetUtcNow());
        var wanted = new KeyRecord { Name = name, Role = parsed.GetValue(Role)!, Tenant = tenant, ExpiresAt = expires };
        if (AccessKeys.Make(store, wanted, "cli") is not { } made) throw new CliError($"{tenant} has a key called '{name}' already (upper and lower case count as one); `weir keys revoke` takes it back.");
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine(made.Token);
        output.WriteLine($"It is key {made.Record.Id}, shown only now. Send it as Authorization: Bearer KEY.");
        return ExitCode.Done;
    }

    private static int Revoke(ParseResult parsed)
    {
        using var store = parsed.OpenStore();
        var number = parsed.GetValue(Number);
        if (!store.Keys.Revoke(number, null, "cli")) throw new CliError($"No key that works has the number {number}; `weir keys list` shows them.");
        parsed.InvocationConfiguration.Output.WriteLine($"Key {number} is revoked. Servers refuse it within a second.");
        return ExitCode.Done;
    }

    private static int List(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        using var store = parsed.OpenStore();
        var keys = store.Keys.Page(null, null, 10_000);
        foreach (var key in keys) output.WriteLine(Line(key, TimeProvider.System.GetUtcNow()));
        if (keys.Count == 0) output.WriteLine("No keys; `weir keys add NAME` makes one.");
        return ExitCode.Done;
    }

    private static string Line(KeyRecord key, DateTimeOffset now)
    {
        var state = key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= now ? "expired" : "works";
        return string.Create(CultureInfo.InvariantCulture,
            $"{key.Id,5}  {key.Hint}…  {key.Role,-7}  {state,-7}  {key.Tenant}/{key.Name}  used {Day(key.UsedAt) ?? "never"}{(Day(key.ExpiresAt) is { } end ? $", ends {end}" : "")}");
    }

    private static string? Day(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
