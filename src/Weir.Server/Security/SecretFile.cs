using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Weir.Pipeline.Files;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Server.Security;

/// <summary>
/// Secret settings, encrypted in <c>secrets.json</c> of the data directory with the keys beside it. It keeps them out of sight and out of copies of the file
/// alone; who reads both file and keys reads the secrets.
/// </summary>
public static class SecretFile
{
    private const string Purpose = "Weir.Secrets";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The path of the file, which need not exist.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "secrets.json");

    /// <summary>The settings that it holds; each that cannot be decrypted adds a sentence to the faults.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(string dataDirectory, ICollection<string> faults)
    {
        if (!File.Exists(PathIn(dataDirectory))) return [];
        var box = SecretBox.Open(dataDirectory, Purpose);
        var found = new List<KeyValuePair<string, string>>();
        foreach (var (name, text) in Kept(dataDirectory, faults))
        {
            if (box.TryUnprotect(text) is { } value) found.Add(new(name, value));
            else faults.Add($"The secret {name} cannot be decrypted, because the keys in {SecretBox.FolderIn(dataDirectory)} are not those it was set with; set it again with `weir secrets set {name}`.");
        }

        return found;
    }

    /// <summary>The names that it holds.</summary>
    public static IReadOnlyList<string> Names(string dataDirectory) => [.. Kept(dataDirectory, []).Keys];

    /// <summary>Sets a secret; throws <see cref="SettingsException"/> when the name is no setting.</summary>
    public static void Set(string dataDirectory, string name, string value)
    {
        var setting = SettingOf(name) ?? throw new SettingsException([$"'{name}' is no setting of Weir; write for example Alerts:Email:Password."]);
        OwnerOnly.MakeDirectory(dataDirectory);
        var kept = Kept(dataDirectory, []);
        kept[setting] = SecretBox.Open(dataDirectory, Purpose).Protect(value);
        Write(dataDirectory, kept);
    }

    /// <summary>Takes a secret away; false when there is none of this name.</summary>
    public static bool Remove(string dataDirectory, string name)
    {
        var kept = Kept(dataDirectory, []);
        if (!kept.Remove(SettingOf(name) ?? name)) return false;
        Write(dataDirectory, kept);
        return true;
    }

    /// <summary>The setting that is meant by a name such as Alerts:Email:Password, WEIR__Alerts__Email__Password or SMTP_PASSWORD; null when none is.</summary>
    public static string? SettingOf(string name)
    {
        if (SettingNames.Plain.TryGetValue(name, out var plain)) return plain;
        var setting = (name.StartsWith("WEIR__", StringComparison.OrdinalIgnoreCase) ? name[6..] : name).Replace("__", ":", StringComparison.Ordinal);
        return SettingNames.IsKnown(setting) ? setting : null;
    }

    private static SortedDictionary<string, string> Kept(string dataDirectory, ICollection<string> faults)
    {
        var path = PathIn(dataDirectory);
        var kept = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path)) return kept;
        try
        {
            foreach (var (name, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? []) kept[name] = text;
        }
        catch (JsonException)
        {
            faults.Add($"{path} is not what `weir secrets` wrote; remove it and set the secrets again.");
        }

        return kept;
    }

    private static void Write(string dataDirectory, SortedDictionary<string, string> kept)
    {
        var path = PathIn(dataDirectory);
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, kept, Indented), isOfOwner: true);
        OwnerOnly.Close(path);
    }
}
