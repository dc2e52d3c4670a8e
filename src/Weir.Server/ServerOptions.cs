using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Weir.Pipeline.Appeals;
using Weir.Pipeline.Collecting;
using Weir.Pipeline.Deployment;
using Weir.Pipeline.Tables.Training;
using Weir.Server.Api;
using Weir.Server.Jobs;
using Weir.Server.Logs;
using Weir.Server.Protocols.Syslog;
using Weir.Server.Schedules;
using Weir.Server.Security;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Server;

/// <summary>How the server runs. Made by <see cref="Read(string, string?)"/>, which reports every fault in one message.</summary>
public sealed record ServerOptions
{
    /// <summary>Where Weir keeps everything it writes.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The PostgreSQL database that keeps the store; null keeps it in the data directory.</summary>
    public PostgresAddress? Database { get; init; }

    /// <summary>Addresses to listen on; default http://127.0.0.1:8080.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>True when requests from other machines are answered; default false.</summary>
    public bool AllowRemote { get; init; }

    /// <summary>Most subjects in one check request; default 10,000.</summary>
    public int MaxItems { get; init; } = 10_000;

    /// <summary>Most bytes in the body of one request; default 16 MiB. Streams are bounded by line instead.</summary>
    public int MaxBodyBytes { get; init; } = 16 << 20;

    /// <summary>How much is logged; default warnings and errors.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    /// <summary>Where log lines go and in which form.</summary>
    public LogSettings Logs { get; init; } = new();

    /// <summary>The model version to serve in place of the champion; null serves the champion.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>How often the registry is asked for a new champion, and the store for changed lists; default half a second.</summary>
    public TimeSpan ChampionPoll { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Which part of Weir this process is; default all.</summary>
    public ServerRole Role { get; init; } = ServerRole.All;

    /// <summary>How long after the start the loop has its first turn; default 5 seconds.</summary>
    public TimeSpan FirstTick { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the loop has its turn; default a minute.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often what was answered is written to the store; default half a second.</summary>
    public TimeSpan VerdictBeat { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>What of the verdicts is kept.</summary>
    public VerdictSettings Verdicts { get; init; } = new();

    /// <summary>The bounds of batch jobs.</summary>
    public JobSettings Jobs { get; init; } = new();

    /// <summary>How challengers run beside the champion.</summary>
    public DeploymentPlan Deployment { get; init; } = new();

    /// <summary>How objections are handled.</summary>
    public AppealSettings Appeals { get; init; } = new();

    /// <summary>The address under which people reach this server, without a slash at its end; empty: links begin at its root.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>The collectors that may hand over.</summary>
    public CollectorSettings Collector { get; init; } = new();

    /// <summary>How it guards itself.</summary>
    public SecurityOptions Security { get; init; } = new();

    /// <summary>How tables are learned; no settings change it.</summary>
    public TableTrainingParameters TableTraining { get; init; } = new();

    /// <summary>The log server that is told of events.</summary>
    public SyslogSettings Syslog { get; init; } = new();

    /// <summary>Reads the settings of this process; <paramref name="urls"/> is the flag and wins. Throws <see cref="SettingsException"/>.</summary>
    public static ServerOptions Read(string dataDirectory, string? urls = null) =>
        Read(dataDirectory, urls, Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariables());

    internal static ServerOptions Read(string dataDirectory, string? urls, string workingDirectory, IDictionary environment)
    {
        var faults = new List<string>();
        var values = SettingsReader.Read(dataDirectory, workingDirectory, environment, faults);
        var learning = LearningOptions.Read(values, faults);
        var usual = new ServerOptions { DataDirectory = dataDirectory };
        var options = usual with
        {
            Database = DatabaseSettings.From(values, faults),
            Urls = Addresses(urls ?? values.GetValueOrDefault(SettingNames.Urls), usual.Urls, faults),
            AllowRemote = Truth(values, SettingNames.AllowRemote, faults),
            MaxItems = Number(values, SettingNames.MaxItems, 1, 1_000_000, usual.MaxItems, faults),
            MaxBodyBytes = Number(values, SettingNames.MaxBodyBytes, 1024, 1 << 30, usual.MaxBodyBytes, faults),
            LogLevel = Level(values, usual.LogLevel, faults),
            ModelVersion = learning.ModelVersion,
            Verdicts = learning.Verdicts,
            Deployment = learning.Deployment,
            Jobs = JobSettings.From(values, faults),
            Collector = learning.Collector,
            Security = SecurityOptions.From(values, faults),
            Syslog = SyslogSettings.From(values, faults),
            Appeals = learning.Appeals,
            PublicUrl = Public(values, faults),
            Logs = LogSettings.From(values, dataDirectory, faults),
        };
        if (options.Security.CertificatePath is null && options.Urls.Any(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
            faults.Add("An https address needs a certificate: set WEIR__Server__Certificate__Path.");
        return faults.Count == 0 ? options : throw new SettingsException(faults);
    }

    private static string Public(IReadOnlyDictionary<string, string> values, List<string> faults)
    {
        if (values.GetValueOrDefault(SettingNames.PublicUrl)?.Trim() is not { Length: > 0 } text) return "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.Query.Length == 0 && uri.Fragment.Length == 0)
            return uri.AbsoluteUri.TrimEnd('/');
        faults.Add($"{SettingsReader.EnvironmentName(SettingNames.PublicUrl)} must be the address of this server as people reach it, such as https://weir.example.com.");
        return "";
    }

    private static IReadOnlyList<string> Addresses(string? text, IReadOnlyList<string> usual, List<string> faults)
    {
        if (text is null) return usual;
        var addresses = text.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var address in addresses)
            if (!IsAddress(address)) faults.Add($"'{address}' is not an address to listen on; write for example http://127.0.0.1:8080.");
        if (addresses.Length == 0) faults.Add("No address to listen on is given; write for example http://127.0.0.1:8080.");
        return addresses;
    }

    // Kestrel also takes http://*:8080 and http://+:8080, which are no URIs.
    private static bool IsAddress(string address) =>
        Uri.TryCreate(address.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.PathAndQuery == "/";

    private static bool Truth(IReadOnlyDictionary<string, string> values, string name, List<string> faults)
    {
        switch (values.GetValueOrDefault(name)?.ToLowerInvariant())
        {
            case null or "false" or "0" or "no" or "off": return false;
            case "true" or "1" or "yes" or "on": return true;
            default: faults.Add($"{SettingsReader.EnvironmentName(name)} must be true or false."); return false;
        }
    }

    private static int Number(IReadOnlyDictionary<string, string> values, string name, int least, int most, int usual, List<string> faults)
    {
        if (!values.TryGetValue(name, out var text)) return usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        faults.Add($"{SettingsReader.EnvironmentName(name)} must be a whole number from {least} to {most}.");
        return usual;
    }

    private static LogLevel Level(IReadOnlyDictionary<string, string> values, LogLevel usual, List<string> faults)
    {
        if (!values.TryGetValue(SettingNames.LogLevel, out var text)) return usual;
        if (text.Equals("info", StringComparison.OrdinalIgnoreCase)) return LogLevel.Information;
        if (text.Equals("warn", StringComparison.OrdinalIgnoreCase)) return LogLevel.Warning;
        if (EnumWords.TryRead<LogLevel>(text, out var level)) return level;
        faults.Add($"{SettingsReader.EnvironmentName(SettingNames.LogLevel)} must be trace, debug, information, warning, error or none.");
        return usual;
    }
}
