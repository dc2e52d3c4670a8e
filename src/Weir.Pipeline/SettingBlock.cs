using System.Globalization;

namespace Weir.Pipeline;

/// <summary>
/// The settings under one prefix, such as <c>Feeds:openphish:</c>. Each value that cannot be used adds one sentence to the faults, and
/// so does, when all have been asked for, each name that nobody asked for.
/// </summary>
public sealed class SettingBlock(IReadOnlyDictionary<string, string> all, string prefix, ICollection<string> faults)
{
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the blocks below this one, in order, each once.</summary>
    public IReadOnlyList<string> Children() =>
        [.. Names().Select(name => name[prefix.Length..].Split(':')).Where(parts => parts.Length > 1).Select(parts => parts[0]).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];

    /// <summary>A block below this one.</summary>
    public SettingBlock Child(string name) => new(all, $"{prefix}{name}:", faults);

    /// <summary>The full name of a setting of this block.</summary>
    public string NameOf(string name) => prefix + name;

    /// <summary>A text, or null when it is not set or blank.</summary>
    public string? Text(string name)
    {
        _asked.Add(prefix + name);
        return all.TryGetValue(prefix + name, out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int usual, int least, int most)
    {
        if (Text(name) is not { } text) return usual;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        return Fault(name, $"must be a whole number from {least} to {most}, not '{text}'", usual);
    }

    /// <summary>A share: 0 to 1, or a percentage.</summary>
    public double Share(string name, double usual)
    {
        if (Text(name) is not { } text) return usual;
        var isPercent = text.EndsWith('%');
        if (double.TryParse(text.TrimEnd('%').TrimEnd(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 100)
            return isPercent || value > 1 ? value / 100 : value;
        return Fault(name, $"must be a share of 0 to 1 or a percentage, not '{text}'", usual);
    }

    /// <summary>A span of time: a number with s, m, h or d, or hh:mm:ss.</summary>
    public TimeSpan Span(string name, TimeSpan usual)
    {
        if (Text(name) is not { } text) return usual;
        if (double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count > 0 && Unit(text[^1]) is { } unit && count < 1e6)
            return count * unit;
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero) return span;
        return Fault(name, $"must be a time such as 30s, 15m, 6h or 14d, not '{text}'", usual);
    }

    /// <summary>True or false.</summary>
    public bool Truth(string name, bool usual) => Text(name)?.ToLowerInvariant() switch
    {
        null => usual,
        "true" or "1" or "yes" or "on" => true,
        "false" or "0" or "no" or "off" => false,
        var text => Fault(name, $"must be true or false, not '{text}'", usual),
    };

    /// <summary>An http or https address, or null when it is not set. The address itself stays out of the fault: it may hold a secret.</summary>
    public Uri? Address(string name)
    {
        if (Text(name) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)) return uri;
        return Fault<Uri?>(name, "must be an address that begins with http:// or https://", null);
    }

    /// <summary>One of some words; they compare without case.</summary>
    public string Word(string name, string usual, params IReadOnlyList<string> words)
    {
        if (Text(name) is not { } text) return usual;
        return words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? Fault(name, $"must be one of {string.Join(", ", words)}, not '{text}'", usual);
    }

    /// <summary>Adds a fault about a setting of this block and gives back the usual value.</summary>
    public T Fault<T>(string name, string what, T usual)
    {
        faults.Add($"{prefix}{name} {what}.");
        return usual;
    }

    /// <summary>Ends the reading: what nobody asked for is unknown. Names of blocks below belong to them.</summary>
    public void Done()
    {
        foreach (var name in Names().Where(name => !name[prefix.Length..].Contains(':', StringComparison.Ordinal) && !_asked.Contains(name)))
        {
            var way = _asked.Count > 0 ? $"here it knows {string.Join(", ", _asked.Order(StringComparer.Ordinal))}" : $"its settings stand below that name, as {name}:NAME";
            faults.Add($"{name} is not a setting of Weir; {way}.");
        }
    }

    private IEnumerable<string> Names() => all.Keys.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);

    private static TimeSpan? Unit(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
