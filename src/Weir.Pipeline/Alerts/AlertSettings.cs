using System.Globalization;
using System.Net.Mail;

namespace Weir.Pipeline.Alerts;

/// <summary>Who is told of alerts, and how often. Without a channel alerts are only kept.</summary>
public sealed record AlertSettings
{
    private static readonly string[] Channels = ["Slack", "Teams", "Webhook", "Email"];

    /// <summary>An alert that was not seen for this long has ended; default 25 hours, so that what is looked at daily stays open.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(25);

    /// <summary>An alert that lasts is told again after this long, unless someone took it on; default 24 hours.</summary>
    public TimeSpan Remind { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Most deliveries an hour to one channel; what is above goes out in one digest. Default 20, least 4.</summary>
    public int MostPerHour { get; init; } = 20;

    /// <summary>How long alerts that ended are kept; default 90 days.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Slack or what understands the same message; null when not used.</summary>
    public WebhookTarget? Slack { get; init; }

    /// <summary>Microsoft Teams; null when not used.</summary>
    public WebhookTarget? Teams { get; init; }

    /// <summary>Any receiver of signed JSON; null when not used.</summary>
    public WebhookTarget? Webhook { get; init; }

    /// <summary>E-mail; null when not used.</summary>
    public MailTarget? Email { get; init; }

    /// <summary>Takes the secrets of all settings out of what is told.</summary>
    public SecretMask Mask { get; init; } = SecretMask.Patterns;

    /// <summary>Reads the settings under <c>Alerts:</c>.</summary>
    public static AlertSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var block = new SettingBlock(settings, "Alerts:", faults);
        var usual = new AlertSettings();
        foreach (var name in block.Children().Where(name => !Channels.Contains(name, StringComparer.OrdinalIgnoreCase)))
            faults.Add($"{block.NameOf(name)} is no alert channel; the channels are {string.Join(", ", Channels)}.");
        var read = usual with
        {
            Window = block.Span("Window", usual.Window),
            Remind = block.Span("Remind", usual.Remind),
            MostPerHour = block.Number("MostPerHour", usual.MostPerHour, 4, 1000),
            Keep = block.Span("Keep", usual.Keep),
            Slack = WebhookTarget.From(block.Child("Slack"), signed: false),
            Teams = WebhookTarget.From(block.Child("Teams"), signed: false),
            Webhook = WebhookTarget.From(block.Child("Webhook"), signed: true),
            Email = MailTarget.From(block.Child("Email")),
            Mask = SecretMask.From(settings),
        };
        block.Done();
        return read;
    }

    internal static FindingLevel Level(SettingBlock block) => block.Word("Level", "information", "information", "warning", "critical") switch
    {
        "critical" => FindingLevel.Critical,
        "warning" => FindingLevel.Warning,
        _ => FindingLevel.Information,
    };
}

/// <summary>A webhook: its address (a secret), the key it is signed with, and the least level that it is told of (default all).</summary>
public sealed record WebhookTarget(Uri Address, string? Secret = null, FindingLevel Least = FindingLevel.Information)
{
    internal static WebhookTarget? From(SettingBlock block, bool signed)
    {
        var address = block.Address("Url");
        var secret = signed ? block.Text("Secret") : null;
        var least = AlertSettings.Level(block);
        block.Done();
        if (secret is not null && address is null) return block.Fault<WebhookTarget?>("Url", "is missing: a secret alone reaches nobody", null);
        return address is null ? null : new WebhookTarget(address, secret, least);
    }
}

/// <summary>Where mail goes: server and port, credentials, sender and receivers.</summary>
public sealed record MailTarget(string Host, int Port, string Sender, IReadOnlyList<string> To)
{
    private const int SubmissionPort = 587;
    private const int ImplicitTlsPort = 465;

    /// <summary>The user to sign in as; null signs in nobody.</summary>
    public string? Username { get; init; }

    /// <summary>The password of the user.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the connection is secured by STARTTLS before anything is said; default true.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>The least level that is told.</summary>
    public FindingLevel Least { get; init; }

    internal static MailTarget? From(SettingBlock block)
    {
        var server = block.Text("Server");
        var to = block.Text("To")?.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var username = block.Text("Username");
        var from = block.Text("From") ?? (username?.Contains('@', StringComparison.Ordinal) == true ? username : $"weir@{Environment.MachineName.ToLowerInvariant()}");
        var password = block.Text("Password");
        var tls = block.Word("Tls", "starttls", "starttls", "none") == "starttls";
        var least = AlertSettings.Level(block);
        block.Done();
        if (server is null && to.Length == 0) return null;
        if (server is null) return block.Fault<MailTarget?>("Server", "(SMTP_SERVER) is missing: a receiver alone cannot be written to", null);
        if (to.Length == 0) return block.Fault<MailTarget?>("To", "(ALERT_EMAIL) is missing: a mail server alone has nobody to write to", null);
        if (to.Append(from).FirstOrDefault(address => !MailAddress.TryCreate(address, out _)) is { } bad)
            return block.Fault<MailTarget?>(bad == from ? "From" : "To", $"holds '{bad}', which is no mail address", null);
        if (Endpoint(server) is not var (host, port)) return block.Fault<MailTarget?>("Server", "must be a host, or host:port", null);
        if (port == ImplicitTlsPort) return block.Fault<MailTarget?>("Server", "names port 465, where TLS comes before SMTP; Weir speaks STARTTLS, usually on port 587", null);
        if (!tls && password is not null && host is not ("localhost" or "127.0.0.1" or "::1"))
            return block.Fault<MailTarget?>("Tls", "must not be none with a password: it would travel in the clear", null);
        return new MailTarget(host, port, from, to) { Username = username, Password = password, Tls = tls, Least = least };
    }

    private static (string Host, int Port)? Endpoint(string server)
    {
        var colon = server.LastIndexOf(':');
        if (colon < 0) return Uri.CheckHostName(server) == UriHostNameType.Unknown ? null : (server, SubmissionPort);
        var host = server[..colon].Trim('[', ']');
        return Uri.CheckHostName(host) != UriHostNameType.Unknown && int.TryParse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and < 65536 ? (host, port) : null;
    }
}
