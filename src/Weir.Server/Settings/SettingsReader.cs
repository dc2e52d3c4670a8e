using System.Collections;
using System.Text.Json;
using Weir.Server.Security;

namespace Weir.Server.Settings;

/// <summary>
/// Reads the settings in their order: <c>weir.json</c> in the data directory, <c>.env</c> in the working directory, the
/// environment; a later one wins, and a <c>WEIR__</c> name wins over its plain name. Unknown names are faults.
/// </summary>
public static class SettingsReader
{
    private const string Prefix = "WEIR__";

    /// <summary>The settings by name; <paramref name="faults"/> receives one sentence for each thing that cannot be used.</summary>
    public static IReadOnlyDictionary<string, string> Read(string dataDirectory, string workingDirectory, IDictionary environment, ICollection<string> faults)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        ReadJson(Path.Combine(dataDirectory, "weir.json"), settings, faults);
        foreach (var (name, value) in SecretFile.Read(dataDirectory, faults)) Set(name, value, SecretFile.PathIn(dataDirectory), settings, faults);
        Take(DotEnv.Read(Path.Combine(workingDirectory, ".env"), faults), ".env", settings, faults);
        Take(Entries(environment), "the environment", settings, faults);
        return settings;
    }

    /// <summary>What is set in this process, by name, with the source whose value counts; faults are left out, because the start has told them.</summary>
    internal static IReadOnlyDictionary<string, (string Value, string Source)> WithSources(string dataDirectory)
    {
        var all = new SortedDictionary<string, (string, string)>(StringComparer.OrdinalIgnoreCase);
        void Lay(string source, Action<Dictionary<string, string>> read)
        {
            var layer = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            read(layer);
            foreach (var (name, value) in layer) all[name] = (value, source);
        }

        Lay("weir.json", layer => ReadJson(Path.Combine(dataDirectory, "weir.json"), layer, []));
        Lay("weir secrets", layer => { foreach (var (name, value) in SecretFile.Read(dataDirectory, [])) layer[name] = value; });
        Lay(".env", layer => Take(DotEnv.Read(Path.Combine(Directory.GetCurrentDirectory(), ".env"), []), ".env", layer, []));
        Lay("environment", layer => Take(Entries(Environment.GetEnvironmentVariables()), "the environment", layer, []));
        return new Dictionary<string, (string Value, string Source)>(all, StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<KeyValuePair<string, string>> Entries(IDictionary environment) =>
        from DictionaryEntry entry in environment
        where entry is { Key: string, Value: string { Length: > 0 } }
        select new KeyValuePair<string, string>((string)entry.Key, (string)entry.Value!);

    private static void Take(IEnumerable<KeyValuePair<string, string>> entries, string from, Dictionary<string, string> settings, ICollection<string> faults)
    {
        var all = entries.ToArray();
        foreach (var (name, value) in all)
            if (SettingNames.Plain.TryGetValue(name, out var setting)) settings[setting] = value;
        foreach (var (name, value) in all)
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) Set(name[Prefix.Length..].Replace("__", ":"), value, $"{name} in {from}", settings, faults);
    }

    private static void Set(string setting, string value, string where, Dictionary<string, string> settings, ICollection<string> faults)
    {
        if (SettingNames.IsKnown(setting)) settings[setting] = value;
        else faults.Add($"{where} is not a setting of Weir; the settings are {string.Join(", ", SettingNames.All.Order().Select(EnvironmentName))}, and those below {string.Join(", ", SettingNames.Families.Order().Select(family => EnvironmentName(family) + "…"))}.");
    }

    /// <summary>The environment name of a setting, for example WEIR__Server__Urls.</summary>
    public static string EnvironmentName(string setting) => Prefix + setting.Replace(":", "__");

    private static void ReadJson(string path, Dictionary<string, string> settings, ICollection<string> faults)
    {
        if (!File.Exists(path)) return;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            foreach (var fault in SettingsFile.Doubled(path, document.RootElement)) faults.Add(fault);
            Flatten("", document.RootElement, path, settings, faults);
        }
        catch (JsonException broken)
        {
            faults.Add($"{path} is not valid JSON at line {broken.LineNumber + 1}.");
        }
    }

    private static void Flatten(string name, JsonElement element, string path, Dictionary<string, string> settings, ICollection<string> faults)
    {
        if (element.ValueKind is JsonValueKind.Object)
            foreach (var member in element.EnumerateObject())
                Flatten(name.Length == 0 ? member.Name : $"{name}:{member.Name}", member.Value, path, settings, faults);
        else if (name.Length == 0) faults.Add($"{path} does not hold a JSON object.");
        else Set(name, element.ToString(), $"{name} in {path}", settings, faults);
    }
}
