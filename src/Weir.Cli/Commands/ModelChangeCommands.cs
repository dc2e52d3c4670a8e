using System.CommandLine;
using System.Globalization;
using Weir.Cli.Tables;
using Weir.Pipeline;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Registry;
using Weir.Server.Settings;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Cli.Commands;

/// <summary>The parts of <c>weir models</c> that take a champion back, let a challenger run beside it, and tell who served when.</summary>
internal static class ModelChangeCommands
{
    private static readonly Argument<string> Version = new("VERSION") { Description = "A version that passed its gates" };
    private static readonly Option<string?> To = new("--to") { Description = "An earlier champion (default: the last before this one whose file is whole)", HelpName = "VERSION" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; kept in the history", HelpName = "TEXT", DefaultValueFactory = _ => "by hand" };
    private static readonly Option<string?> At = new("--at") { Description = "Who was champion on a day (2026-05-31) or at a moment (2026-05-31T14:00), UTC", HelpName = "DATE" };
    private static readonly Option<int?> Share = new("--share") { Description = "Let it answer this percentage of the subjects (1 to 99) in place of none", HelpName = "PERCENT" };

    public static IReadOnlyList<Command> All() =>
    [
        ModelsCommand.On("rollback", "Put an earlier champion back to work", Rollback, To, Reason, ModelsCommand.Channel),
        ModelsCommand.On("shadow", "Let a version run beside the champion, and show how it does", Shadow, Optional(), Share, Reason, ModelsCommand.Channel),
        ModelsCommand.On("drop", "End what runs beside the champion", Drop, Reason, ModelsCommand.Channel),
        ModelsCommand.On("history", "Who was champion when, who put it there, and why", History, At, ModelsCommand.Channel),
    ];

    private static Argument<string> Optional()
    {
        Version.Arity = ArgumentArity.ZeroOrOne;
        return Version;
    }

    private static int Number(ParseResult parsed, WeirStore store) => ChannelOption.Number(store, parsed.GetValue(ModelsCommand.Channel));

    private static int Rollback(ParseResult parsed, WeirStore store) =>
        ModelsCommand.Answer(parsed, new ModelRegistry(store, Number(parsed, store)).Rollback("cli", parsed.GetValue(Reason)!, parsed.GetValue(To)));

    private static int Shadow(ParseResult parsed, WeirStore store)
    {
        if (parsed.GetValue(Version) is not { } version) return Show(parsed, store);
        var share = parsed.GetValue(Share);
        if (share is < 1 or > 99) throw CliError.Usage("--share is a percentage from 1 to 99.");
        if (share is not null && store.Models.Find(version)?.Channel > ModelStore.UrlChannel)
            throw CliError.Usage("--share belongs to models of addresses: the rows of one file are judged by one model; without it the version runs as a shadow.");
        if (store.Models.Find(version) is { GatesPassed: null } model) CycleWiring.Judge(parsed, store, model);
        var deployer = new Deployer(store, LearningOptions.Read(parsed.DataDirectory()).Deployment, store.Models.Find(version)?.Channel ?? Number(parsed, store));
        var result = deployer.Begin(version, share is null ? DeploymentPlan.Shadow : DeploymentPlan.Ab, "cli", share / 100.0, parsed.GetValue(Reason));
        return ModelsCommand.Answer(parsed, new PromotionResult(result.Done, result.Sentence));
    }

    private static int Show(ParseResult parsed, WeirStore store)
    {
        var output = parsed.InvocationConfiguration.Output;
        foreach (var one in store.Deployments.On(Number(parsed, store)).Recent(10)) output.WriteLine(Text(one));
        if (store.Deployments.On(Number(parsed, store)).Running() is null) output.WriteLine("Nothing runs beside the champion; `weir models shadow VERSION` begins it.");
        return ExitCode.Done;
    }

    private static string Text(DeploymentRecord one) => string.Create(CultureInfo.InvariantCulture,
        $"{one.StartedAt:yyyy-MM-dd HH:mm}  {one.Mode,-6} {one.Version} beside {one.Champion}: {one.Outcome ?? $"runs until {one.EndsAt:yyyy-MM-dd HH:mm}"}{(one.Reason is null ? "" : ", " + one.Reason)}; ")
        + string.Create(CultureInfo.InvariantCulture, $"{one.Counts.Seen:N0} subjects seen, {one.Counts.Agreed:N0} decided alike, {one.Counts.Raised:N0} raised, {one.Counts.Cleared:N0} cleared, {one.Counts.Faults:N0} failed");

    private static int Drop(ParseResult parsed, WeirStore store)
    {
        var deployments = store.Deployments.On(Number(parsed, store));
        if (deployments.Running() is not { } running || !deployments.Drop(running.Id, "cli", parsed.GetValue(Reason)!))
            throw new CliError("Nothing runs beside the champion.");
        parsed.InvocationConfiguration.Output.WriteLine($"{running.Version} is dropped; {running.Champion} stays the champion.");
        return ExitCode.Done;
    }

    private static int History(ParseResult parsed, WeirStore store)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(At) is { } at)
        {
            if (!DayOrMoment.TryRead(at, out var from, out var to)) throw CliError.Usage(DayOrMoment.Wanted(at));
            var reigns = store.Reigns.On(Number(parsed, store)).Between(from, to);
            if (reigns.Count == 0) output.WriteLine($"No version was champion at {at}{(Number(parsed, store) == ModelStore.UrlChannel ? ": the shipped baseline served" : "")}.");
            foreach (var reign in reigns) output.WriteLine(Text(reign));
            return ExitCode.Done;
        }

        foreach (var step in store.Models.On(Number(parsed, store)).HistoryOfChannel())
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{step.At:yyyy-MM-dd HH:mm:ss}  {step.Kind,-11}  {step.Version}{(step.Previous is null ? "" : " (before: " + step.Previous + ")")}  by {step.Actor}: {step.Reason}"));
        return ExitCode.Done;
    }

    private static string Text(Reign reign) => string.Create(CultureInfo.InvariantCulture,
        $"{reign.Version}  champion from {reign.From:yyyy-MM-dd HH:mm:ss} to {(reign.Until is { } until ? until.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "now")} UTC, {reign.Kind} by {reign.Actor}: {reign.Reason}");
}
