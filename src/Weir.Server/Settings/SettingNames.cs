using Weir.Pipeline.Gates;
using Weir.Server.Security;

namespace Weir.Server.Settings;

/// <summary>Every setting that Weir knows, with the plain environment name that stands for it where there is one.</summary>
public static class SettingNames
{
    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    public const string Urls = "Server:Urls";
    /// <summary>True when checks from other machines are answered.</summary>
    public const string AllowRemote = "Server:AllowRemote";
    /// <summary>Most subjects in one check request.</summary>
    public const string MaxItems = "Server:MaxItems";
    /// <summary>Most bytes in the body of one request.</summary>
    public const string MaxBodyBytes = "Server:MaxBodyBytes";
    /// <summary>The address under which people reach this server, for links to it; none: links begin at its root.</summary>
    public const string PublicUrl = "Server:PublicUrl";
    /// <summary>How much is logged: trace, debug, information, warning, error.</summary>
    public const string LogLevel = "Server:LogLevel";
    /// <summary>The model version to serve in place of the champion.</summary>
    public const string ModelVersion = "Models:Version";

    /// <summary>Features that the next training leaves out, separated by semicolons.</summary>
    public const string FeaturesOff = "Features:Off";

    /// <summary>All names; they compare without case.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(
        [Urls, PublicUrl, AllowRemote, MaxItems, MaxBodyBytes, LogLevel, ModelVersion, FeaturesOff, .. GateLimits.Settings, .. SecurityOptions.Settings.Keys], StringComparer.OrdinalIgnoreCase);

    /// <summary>Beginnings of names whose settings are checked by who reads them.</summary>
    public static IReadOnlyList<string> Families { get; } =
    [
        "Feeds:",
        "Labels:",
        "Training:",
        "Tables:",
        "Deployment:",
        "Monitoring:",
        "Alerts:",
        "Mlflow:",
        "Keeping:",
        "Logs:",
        "Collector:",
        "Verdicts:",
        "Limits:",
        "Jobs:",
        "Events:",
        "Appeals:",
        DatabaseSettings.Family,
    ];

    /// <summary>Whether a name is a setting, or belongs to a family of them.</summary>
    public static bool IsKnown(string name) => All.Contains(name) || Families.Any(family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));

    /// <summary>Plain environment names and the setting each stands for.</summary>
    public static IReadOnlyDictionary<string, string> Plain { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ACCURACY_THRESHOLD"] = GateLimits.AccuracySetting,
        ["F1_THRESHOLD"] = GateLimits.F1Setting,
        ["DB_HOST"] = "Database:Host",
        ["DB_PORT"] = "Database:Port",
        ["DB_USER"] = "Database:User",
        ["DB_PASSWORD"] = "Database:Password",
        ["DB_NAME"] = "Database:Name",
        ["LOG_LEVEL"] = LogLevel,
        ["MODEL_VERSION"] = ModelVersion,
        ["PHISHTANK_API_KEY"] = "Feeds:phishtank:Key",
        ["AWS_ACCESS_KEY_ID"] = "Keeping:S3:AccessKey",
        ["AWS_SECRET_ACCESS_KEY"] = "Keeping:S3:SecretKey",
        ["AWS_REGION"] = "Keeping:S3:Region",
        ["SLACK_WEBHOOK_URL"] = "Alerts:Slack:Url",
        ["SMTP_SERVER"] = "Alerts:Email:Server",
        ["SMTP_USERNAME"] = "Alerts:Email:Username",
        ["SMTP_PASSWORD"] = "Alerts:Email:Password",
        ["ALERT_EMAIL"] = "Alerts:Email:To",
        ["MLFLOW_TRACKING_URI"] = "Mlflow:Uri",
        ["MLFLOW_TRACKING_USERNAME"] = "Mlflow:Username",
        ["MLFLOW_TRACKING_PASSWORD"] = "Mlflow:Password",
        ["MLFLOW_TRACKING_TOKEN"] = "Mlflow:Token",
    };
}
