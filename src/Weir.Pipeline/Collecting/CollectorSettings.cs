using System.Security.Cryptography;
using System.Text;

namespace Weir.Pipeline.Collecting;

/// <summary>
/// How a collector hands over, and which collectors the main machine takes from. A collector names Main, Name and Key; the main one
/// names each collector under Accept with the same key, or with <c>sha256:</c> and the hash of it in hex.
/// </summary>
public sealed record CollectorSettings
{
    private const string Prefix = "Collector:";
    private const string HashPrefix = "sha256:";
    private const int ShortestKey = 16;

    /// <summary>The main machine; null when this one hands nothing over.</summary>
    public Uri? Main { get; init; }

    /// <summary>The name of this collector.</summary>
    public string Name { get; init; } = "";

    /// <summary>The key of this collector; never shown.</summary>
    public string Key { get; init; } = "";

    /// <summary>How often it hands over, and tells that it lives; default a minute.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most rows of a batch; default 5,000.</summary>
    public int BatchRows { get; init; } = 5000;

    /// <summary>How long rows stay here after they have arrived, for a main machine that was put back from a copy; default 30 days.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A collector that is silent for longer is away; default an hour.</summary>
    public TimeSpan AwayAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The collectors that may hand over, with the SHA-256 of their keys in lower-case hex.</summary>
    public IReadOnlyDictionary<string, string> Accepted { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads them.</summary>
    public static CollectorSettings From(IReadOnlyDictionary<string, string> settings, ICollection<string> faults)
    {
        var block = new SettingBlock(settings, Prefix, faults);
        var usual = new CollectorSettings();
        var read = new CollectorSettings
        {
            Main = block.Address("Main"),
            Name = block.Text("Name") ?? "",
            Key = block.Text("Key") ?? "",
            Every = block.Span("Every", usual.Every),
            BatchRows = block.Number("BatchRows", usual.BatchRows, 1, 20_000),
            KeepFor = block.Span("KeepFor", usual.KeepFor),
            AwayAfter = block.Span("AwayAfter", usual.AwayAfter),
            Accepted = Accept(block.Child("Accept")),
        };
        block.Done();
        if (read.Main is not null && !IsName(read.Name)) block.Fault("Name", "must name this collector, in letters, digits, hyphens, dots or underlines", 0);
        if (read.Main is not null && read.Key.Length < ShortestKey) block.Fault("Key", $"must be the key that the main machine knows, of at least {ShortestKey} characters", 0);
        return read;
    }

    /// <summary>Whether a name can be that of a collector.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');

    /// <summary>Whether this is the key of a collector; takes the same time for every wrong one.</summary>
    public bool Admits(string name, string key) =>
        Accepted.TryGetValue(name, out var hash) && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(HashOf(key)));

    /// <summary>The SHA-256 of a key in lower-case hex.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static Dictionary<string, string> Accept(SettingBlock block)
    {
        var accepted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in block.Children())
        {
            var child = block.Child(name);
            var key = child.Text("Key") ?? "";
            var isHash = key.StartsWith(HashPrefix, StringComparison.OrdinalIgnoreCase);
            if (!IsName(name)) child.Fault("Key", "belongs to a collector whose name is not of letters, digits, hyphens, dots or underlines", 0);
            else if (isHash ? key.Length != HashPrefix.Length + 64 : key.Length < ShortestKey)
                child.Fault("Key", $"must be a key of at least {ShortestKey} characters, or sha256: and 64 hex digits; `weir feeds collector-key` makes one", 0);
            else accepted[name] = isHash ? key[HashPrefix.Length..].ToLowerInvariant() : HashOf(key);
            child.Done();
        }

        return accepted;
    }
}
