using Weir.Pipeline;
using Weir.Server.Settings;

namespace Weir.Server.Security;

/// <summary>Moves secrets that stand in <c>weir.json</c> in the clear to the encrypted file.</summary>
public static class SecretSeal
{
    /// <summary>The settings that stand in the clear, all or those of a block such as <c>Feeds:NAME</c>. Throws <see cref="SettingsException"/> when the file is not plain JSON.</summary>
    public static IReadOnlyList<string> Open(string dataDirectory, string? block = null) =>
        [.. SettingsFile.Values(dataDirectory).Where(pair => pair.Value.Length > 0 && SecretMask.IsSecret(pair.Key) && (block is null || pair.Key.StartsWith(block + ":", StringComparison.OrdinalIgnoreCase))).Select(pair => pair.Key).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Encrypts them and takes them out; gives back their names. Throws <see cref="SettingsException"/>.</summary>
    public static IReadOnlyList<string> Seal(string dataDirectory, string? block = null)
    {
        var names = Open(dataDirectory, block);
        if (names.Count == 0) return names;
        var values = SettingsFile.Values(dataDirectory);
        // First there, then not here: who is cut off in between has them twice, and not lost.
        foreach (var name in names) SecretFile.Set(dataDirectory, name, values[name]);
        SettingsFile.Drop(dataDirectory, names);
        return names;
    }

    /// <summary>Forgets the secrets of a block, such as <c>Feeds:NAME</c>.</summary>
    public static void Forget(string dataDirectory, string block)
    {
        foreach (var name in SecretFile.Names(dataDirectory).Where(name => name.StartsWith(block + ":", StringComparison.OrdinalIgnoreCase)).ToList()) SecretFile.Remove(dataDirectory, name);
    }
}
