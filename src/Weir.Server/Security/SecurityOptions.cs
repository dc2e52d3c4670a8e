using System.Net;
using Weir.Server.Security.Limits;

namespace Weir.Server.Security;

/// <summary>How the server guards itself.</summary>
public sealed record SecurityOptions
{
    /// <summary>Every setting of this record with its meaning.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Server:Https:Redirect"] = "send callers without TLS to the same address with it (default false)",
        ["Server:Hsts"] = "days for which browsers ask with TLS only; 0 says nothing (default 0)",
        ["Server:Certificate:Path"] = "certificate for https addresses: a .pfx or .p12 file, or a .pem file with its key",
        ["Server:Certificate:Password"] = "password of the certificate's file",
        ["Server:Proxies"] = "addresses or networks of proxies whose X-Forwarded headers are believed, separated by semicolons",
        ["Server:Cors:Origins"] = "origins whose pages may ask with a key, separated by semicolons",
        ["Limits:Keys:RequestsPerSecond"] = "requests a second of each key; 0 without a bound (default 0)",
        ["Limits:Keys:Burst"] = "requests at once of each key (default twice the requests a second)",
        ["Limits:Keys:SubjectsPerDay"] = "subjects a day of each key; 0 without a bound (default 0)",
        ["Limits:Anonymous:RequestsPerSecond"] = "requests a second of each address without a key; this machine has no bound (default 20)",
        ["Limits:Anonymous:Burst"] = "requests at once of each address without a key (default 100)",
        ["Limits:Anonymous:SubjectsPerDay"] = "subjects a day of each address without a key (default 20000)",
    };

    /// <summary>True when callers without TLS are sent to TLS; default false.</summary>
    public bool HttpsRedirect { get; init; }

    /// <summary>Days of Strict-Transport-Security; default 0, which says nothing.</summary>
    public int HstsDays { get; init; }

    /// <summary>The file of the certificate; null without one.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Its password; null without one.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>Proxies whose forwarded headers are believed; default none.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Origins whose pages may ask; default none.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>What each key may unless it says otherwise; default without bounds.</summary>
    internal MeterLimits KeyLimits { get; init; }

    /// <summary>What each address may that shows no key; default 20 requests a second, 100 at once, 20,000 subjects a day. This machine has no bounds.</summary>
    internal MeterLimits AnonymousLimits { get; init; } = new(20, 100, 20_000);

    /// <summary>Reads the settings; each one that cannot be used adds a sentence to the faults.</summary>
    public static SecurityOptions From(IReadOnlyDictionary<string, string> values, ICollection<string> faults)
    {
        foreach (var name in values.Keys.Where(name => name.StartsWith("Limits:", StringComparison.OrdinalIgnoreCase) && !Settings.ContainsKey(name)))
            faults.Add($"{name} is not a setting of Weir; those of Limits are {string.Join(", ", Settings.Keys.Where(known => known.StartsWith("Limits:", StringComparison.Ordinal)))}.");
        var read = new SettingValues(values, faults);
        var usual = new SecurityOptions();
        return new SecurityOptions
        {
            HttpsRedirect = read.Truth("Server:Https:Redirect"),
            HstsDays = (int)read.Number("Server:Hsts", 0, 3650, 0),
            CertificatePath = read.File("Server:Certificate:Path"),
            CertificatePassword = values.GetValueOrDefault("Server:Certificate:Password"),
            Proxies = read.Networks("Server:Proxies"),
            Origins = read.Origins("Server:Cors:Origins"),
            KeyLimits = read.Limits("Limits:Keys:", usual.KeyLimits),
            AnonymousLimits = read.Limits("Limits:Anonymous:", usual.AnonymousLimits),
        };
    }
}
