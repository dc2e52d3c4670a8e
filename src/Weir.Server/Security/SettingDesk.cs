using Weir.Pipeline;
using Weir.Server.Settings;

namespace Weir.Server.Security;

/// <summary>A setting as it may be shown.</summary>
/// <param name="Name">Its name, such as Server:AllowRemote.</param>
/// <param name="Value">Its value; null for a secret.</param>
/// <param name="Source">What set it: weir.json, weir secrets, .env or environment; the last of these counts.</param>
/// <param name="IsSecret">Whether its value is never shown.</param>
internal sealed record ShownSetting(string Name, string? Value, string Source, bool IsSecret);

/// <summary>Tells the settings without their secrets.</summary>
internal static class SettingDesk
{
    private const string Sealed = "weir secrets";

    /// <summary>What is set, by name.</summary>
    public static IReadOnlyList<ShownSetting> Shown(string dataDirectory)
    {
        var set = SettingsReader.WithSources(dataDirectory);
        var mask = SecretMask.From(set.ToDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.OrdinalIgnoreCase));
        return [.. set.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(pair => Show(pair.Key, pair.Value.Value, pair.Value.Source, mask))];
    }

    private static ShownSetting Show(string name, string value, string source, SecretMask mask)
    {
        var isSecret = source == Sealed || SecretMask.IsSecret(name);
        return new(name, isSecret ? null : mask.Masked(value), source, isSecret);
    }
}
