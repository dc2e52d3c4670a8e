namespace Weir.Pipeline.Alerts;

/// <summary>What a channel is told at once: one alert, or a digest of several. The lines are safe to show.</summary>
internal sealed record Notice(string Id, string Event, FindingLevel Level, string Title, IReadOnlyList<string> Lines, DateTimeOffset At)
{
    /// <summary>The alerts in it, for programs.</summary>
    public IReadOnlyList<NoticeItem> Items { get; init; } = [];
}

/// <summary>One alert of a notice.</summary>
internal sealed record NoticeItem(string Id, long Alert, string Event, string Kind, string Subject, string Level, string Text, long Count, DateTimeOffset At);

/// <summary>How a delivery ended.</summary>
internal enum DeliveryOutcome
{
    /// <summary>The receiver took it.</summary>
    Sent,

    /// <summary>Not now: nothing is lost, and it is tried again.</summary>
    Later,

    /// <summary>The receiver understood and does not want this one; another may pass.</summary>
    Refused,
}

/// <summary>The end of a delivery, with the sentence for the operator when it failed.</summary>
internal sealed record Delivery(DeliveryOutcome Outcome, string? Sentence = null, TimeSpan? RetryAfter = null)
{
    public static Delivery Sent { get; } = new(DeliveryOutcome.Sent);
}

/// <summary>A way to people. Never throws for what a receiver does; only for cancellation.</summary>
internal interface IAlertChannel
{
    /// <summary>slack, teams, webhook or email.</summary>
    public string Name { get; }

    /// <summary>Hands one notice over.</summary>
    public Task<Delivery> SendAsync(Notice notice, CancellationToken ct);
}

/// <summary>The channels that the settings ask for.</summary>
internal static class AlertChannels
{
    public const string Slack = "slack";
    public const string Teams = "teams";
    public const string Webhook = "webhook";
    public const string Email = "email";

    /// <summary>Name and least level of each.</summary>
    public static IReadOnlyList<(string Name, FindingLevel Least)> Named(AlertSettings settings)
    {
        var named = new List<(string, FindingLevel)>();
        if (settings.Slack is { } slack) named.Add((Slack, slack.Least));
        if (settings.Teams is { } teams) named.Add((Teams, teams.Least));
        if (settings.Webhook is { } webhook) named.Add((Webhook, webhook.Least));
        if (settings.Email is { } email) named.Add((Email, email.Least));
        return named;
    }

    /// <summary>The channels themselves; webhooks share the client.</summary>
    public static IReadOnlyList<IAlertChannel> Of(AlertSettings settings, HttpClient client, TimeProvider time)
    {
        var channels = new List<IAlertChannel>();
        if (settings.Slack is { } slack) channels.Add(new SlackChannel(new WebhookPost(client, slack.Address, "Slack", settings.Mask, time)));
        if (settings.Teams is { } teams) channels.Add(new TeamsChannel(new WebhookPost(client, teams.Address, "Teams", settings.Mask, time)));
        if (settings.Webhook is { } webhook) channels.Add(new WebhookChannel(new WebhookPost(client, webhook.Address, "Webhook", settings.Mask, time), webhook.Secret, time));
        if (settings.Email is { } email) channels.Add(new EmailChannel(email, settings.Mask, time));
        return channels;
    }
}
