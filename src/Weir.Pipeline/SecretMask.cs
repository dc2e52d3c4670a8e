using System.Text.RegularExpressions;

namespace Weir.Pipeline;

/// <summary>
/// Takes secrets out of text before people or logs see it: the values of secret settings wherever they stand, and what looks like one
/// in an address (user and password, query values named key, token, secret, password or signature).
/// </summary>
public sealed partial class SecretMask
{
    private const string Cover = "***";

    // A shorter value would blot out ordinary words.
    private const int LeastLength = 4;

    private static readonly string[] SecretNames = ["Password", "Secret", "Token", "Key", "AccessKey", "ApiKey", "AuthKey", "AppKey", "SecretKey"];

    private readonly string[] _secrets;

    private SecretMask(IEnumerable<string> secrets) => _secrets =
        [.. secrets.Where(secret => secret.Length >= LeastLength).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length)];

    /// <summary>A mask that knows no value, only how secrets look in addresses.</summary>
    public static SecretMask Patterns { get; } = new([]);

    /// <summary>The mask for these settings; every value under a name that tells of a secret, and every webhook address.</summary>
    public static SecretMask From(IReadOnlyDictionary<string, string> settings) =>
        new(settings.Where(setting => IsSecret(setting.Key)).SelectMany(setting => Spellings(setting.Value.Trim())));

    /// <summary>The mask for these values.</summary>
    public static SecretMask Of(params IEnumerable<string?> secrets) => new(secrets.OfType<string>().SelectMany(Spellings));

    /// <summary>The text without secrets.</summary>
    public string Masked(string text)
    {
        foreach (var secret in _secrets) text = text.Replace(secret, Cover, StringComparison.Ordinal);
        if (text.Contains('@', StringComparison.Ordinal)) text = UserOfAddress().Replace(text, "$1" + Cover + "@");
        return text.Contains('=', StringComparison.Ordinal) ? ValueOfQuery().Replace(text, "$1" + Cover) : text;
    }

    /// <summary>Whether what stands under this name of a setting is a secret.</summary>
    public static bool IsSecret(string name)
    {
        var last = name[(name.LastIndexOf(':') + 1)..];
        return SecretNames.Any(secret => last.EndsWith(secret, StringComparison.OrdinalIgnoreCase))
            || (name.StartsWith("Alerts:", StringComparison.OrdinalIgnoreCase) && last.Equals("Url", StringComparison.OrdinalIgnoreCase));
    }

    // An address is also told by its path alone, and a value also as it stands inside an address.
    private static IEnumerable<string> Spellings(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        if (Uri.TryCreate(secret, UriKind.Absolute, out var address) && address.PathAndQuery.Length > 8) yield return address.PathAndQuery;
    }

    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]*://)[^\s/@:]*:[^\s/@]*@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserOfAddress();

    [GeneratedRegex(@"((?:[?&;\s]|^)[\w.-]*(?:key|token|secret|password|passwd|signature|sig)=)[^\s&#""'<>]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ValueOfQuery();
}
