using System.CommandLine;
using System.Globalization;
using Weir.Pipeline.Alerts;
using Weir.Server.Settings;
using Weir.Storage.Alerts;

namespace Weir.Cli.Commands;

/// <summary><c>weir alerts</c>: what was noticed, whether people were told, and a trial of every channel.</summary>
internal static class AlertsCommand
{
    private static readonly string[] Levels = ["information", "warning", "critical"];
    private static readonly Argument<long> Id = new("ID") { Description = "The number of an alert" };
    private static readonly Option<bool> All = new("--all") { Description = "Also what is over" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many at most", DefaultValueFactory = _ => 50 };

    internal static Command Create()
    {
        var list = new Command("list", "Show what was noticed (the default)") { All, Limit };
        list.SetAction(List);
        var trial = new Command("test", "Send a trial message to every channel");
        trial.SetAction(TryAsync);
        var acknowledge = new Command("ack", "Take an alert on: no reminder follows, unless it gets worse") { Id };
        acknowledge.SetAction(Acknowledge);
        var command = new Command("alerts", "Show what was noticed and who was told") { list, trial, acknowledge, All, Limit };
        command.SetAction(List);
        return command;
    }

    private static int List(ParseResult parsed)
    {
        using var store = parsed.OpenStore();
        var output = parsed.InvocationConfiguration.Output;
        var limit = parsed.GetValue(Limit);
        if (limit < 1) throw CliError.Usage("--limit must be 1 or more.");
        var alerts = parsed.GetValue(All) ? store.Alerts.Recent(limit) : [.. store.Alerts.Open().Reverse().Take(limit)];
        if (alerts.Count == 0) output.WriteLine("Nothing to tell.");
        foreach (var alert in alerts) output.WriteLine(Line(alert));
        var channels = store.Alerts.Outbox.Channels();
        foreach (var channel in channels) output.WriteLine(Line(channel));
        var named = LearningOptions.Read(parsed.DataDirectory()).Alerts;
        // The server that tells may have its channels from an environment that this command does not see.
        if (channels.Count == 0 && named is { Slack: null, Teams: null, Webhook: null, Email: null })
            output.WriteLine("Nobody is told: no channel is set (SLACK_WEBHOOK_URL, SMTP_SERVER with ALERT_EMAIL, Alerts:Teams:Url, Alerts:Webhook:Url).");
        return ExitCode.Done;
    }

    private static string Line(AlertRecord alert)
    {
        var state = alert.ResolvedAt is { } over ? $"over {Time(over)}" : alert.AckedBy is { } who ? $"taken on by {who}" : "open";
        return string.Create(CultureInfo.InvariantCulture,
            $"{alert.Id,5}  {Time(alert.LastAt)}  {Levels[alert.Level],-11}  {alert.Count,4}x  {alert.Kind} {alert.Subject} ({state}): {alert.Sentence}");
    }

    private static string Line(AlertChannelState channel)
    {
        var last = channel.LastSentAt is { } at ? $"last told {Time(at)}" : "never told yet";
        var trouble = channel.LastError is { } error ? $". {error}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"channel {channel.Name}: {channel.Pending:N0} waiting, {last}{trouble}");
    }

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static async Task<int> TryAsync(ParseResult parsed, CancellationToken ct)
    {
        var settings = LearningOptions.Read(parsed.DataDirectory()).Alerts;
        using var store = parsed.OpenStore();
        using var sender = new AlertSender(store, settings);
        var trials = await sender.TryAsync(ct);
        if (trials.Count == 0) throw new CliError("No channel is set; set SLACK_WEBHOOK_URL, SMTP_SERVER with ALERT_EMAIL, Alerts:Teams:Url or Alerts:Webhook:Url.");
        foreach (var trial in trials) await parsed.InvocationConfiguration.Output.WriteLineAsync($"{trial.Channel}: {trial.Sentence ?? "told"}");
        return trials.Any(trial => trial.Sentence is not null) ? ExitCode.Failed : ExitCode.Done;
    }

    private static int Acknowledge(ParseResult parsed)
    {
        using var store = parsed.OpenStore();
        var id = parsed.GetValue(Id);
        if (!store.Alerts.Acknowledge(id, Environment.UserName)) throw new CliError($"No open alert has the number {id}; `weir alerts` lists them.");
        parsed.InvocationConfiguration.Output.WriteLine($"Alert {id} is taken on by {Environment.UserName}.");
        return ExitCode.Done;
    }
}
