using System.CommandLine;
using System.Globalization;
using Weir.Cli.Lists;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Server.Appeals;
using Weir.Server.Settings;
using Weir.Storage;
using Weir.Storage.Appeals;
using Weir.Storage.Settings;

namespace Weir.Cli.Commands;

/// <summary><c>weir appeals</c>: what people object to, and its settlement.</summary>
internal static class AppealsCommand
{
    private static readonly Argument<long> Id = new("CASE") { Description = "The number of a case" };
    private static readonly Option<bool> All = new("--all") { Description = "Also what is closed" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many at most", DefaultValueFactory = _ => 50 };
    private static readonly Option<string> Tenant = new("--tenant") { HelpName = "NAME", Description = "Whose cases", DefaultValueFactory = _ => ListStore.Main };

    internal static Command Create()
    {
        var command = new Command("appeals", "Show and settle what people object to") { List(), Show(), Settle(), All, Limit, Tenant };
        command.SetAction(parsed => Open(parsed, Print));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Show the cases by deadline (the default)") { All, Limit, Tenant };
        command.SetAction(parsed => Open(parsed, Print));
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "Show a case with its objections") { Id, Tenant };
        command.SetAction(parsed => Open(parsed, PrintOne));
        return command;
    }

    private static Command Settle()
    {
        var outcome = new Argument<string>("OUTCOME") { Description = "overturned (the verdict was wrong) or upheld" }.AcceptOnlyFromAmong("overturned", "upheld");
        var reason = new Option<string>("--reason") { Required = true, HelpName = "TEXT", Description = "Why; whoever objected reads it" };
        var scope = new Option<string?>("--scope") { Description = "How much the list entry covers: url (default), prefix, host or domain; never a whole platform" };
        scope.AcceptOnlyFromAmong([.. EntryText.Scopes.Keys]);
        var days = new Option<int?>("--days") { HelpName = "N", Description = "How long the list entry holds (Appeals:EntryDays, 90)" };
        var command = new Command("settle", "Settle a case: list, label and gold set follow at once") { Id, outcome, reason, scope, days, Tenant };
        command.SetAction(parsed => Open(parsed, (_, store) =>
        {
            if (parsed.GetValue(days) is < 1 or > 36_500) throw CliError.Usage("--days must be a number from 1 to 36500.");
            if (parsed.GetValue(reason)!.Trim() is { Length: 0 or > 2_000 }) throw CliError.Usage("--reason must say why, in at most 2000 characters.");
            var draft = new SettleDraft(parsed.GetValue(outcome) == "overturned", null, parsed.GetValue(reason)!.Trim(), parsed.GetValue(scope) is { } word ? EntryText.Scopes[word] : null, parsed.GetValue(days), null);
            var settling = new AppealSettling(ReferenceLists.Load(parsed.DataDirectory()), LearningOptions.Read(parsed.DataDirectory()).Appeals.EntryDays);
            var result = settling.Settle(store, parsed.TenantOf(Tenant, store), "cli", parsed.GetValue(Id), draft);
            if (result.Case is not { } about) throw new CliError(result.Refusal!);
            parsed.InvocationConfiguration.Output.WriteLine($"Case {about.Id} is {AppealWords.Of(about.State)}: {Defang.Defanged(about.Subject)} is held to be {AppealWords.Of(about.Label == 1)}.");
            if (result.Warning is { } warning) parsed.InvocationConfiguration.Output.WriteLine(warning);
            return ExitCode.Done;
        }));
        return command;
    }

    private static int Print(ParseResult parsed, WeirStore store)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Limit) < 1) throw CliError.Usage("--limit must be 1 or more.");
        var states = parsed.GetValue(All) ? AppealWords.States.Values.ToArray() : [AppealState.Open, AppealState.InReview];
        var cases = store.Appeals.Cases(new AppealFilter(parsed.TenantOf(Tenant, store)) { States = states, Limit = parsed.GetValue(Limit) });
        if (cases.Count == 0) output.WriteLine("No appeal waits; `weir appeals --all` shows what is closed.");
        foreach (var about in cases) output.WriteLine(Line(about, store.Time.GetUtcNow()));
        return ExitCode.Done;
    }

    private static int PrintOne(ParseResult parsed, WeirStore store)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (store.Appeals.Case(parsed.TenantOf(Tenant, store), parsed.GetValue(Id)) is not { } about) throw new CliError($"No case has the number {parsed.GetValue(Id)}; `weir appeals --all` names them.");
        output.WriteLine(Line(about, store.Time.GetUtcNow()));
        if (about.Reason is { } reason) output.WriteLine($"  {AppealWords.Of(about.State)} by {CliError.OneLine(about.ClosedBy ?? "")}: {CliError.OneLine(reason)}");
        foreach (var one in store.Appeals.Objections(about.Id))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {one.FiledAt:yyyy-MM-dd HH:mm}  wants {AppealWords.Of(one.Wanted == 1)}{(one.WithdrawnAt is null ? "" : " (taken back)")}: {CliError.OneLine(one.Reason)}"));
        return ExitCode.Done;
    }

    private static string Line(AppealCase about, DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture,
        $"{about.Id,5}  {AppealWords.Of(about.State),-10}  until {about.Deadline:yyyy-MM-dd HH:mm}{(about.IsActive && about.Deadline < now ? " LATE" : "")}  {about.Objections}x wants {AppealWords.Of(about.Wanted == 1)}  {Defang.Defanged(about.Subject)}");

    private static int Open(ParseResult parsed, Func<ParseResult, WeirStore, int> run)
    {
        using var store = parsed.OpenStore();
        return run(parsed, store);
    }
}
