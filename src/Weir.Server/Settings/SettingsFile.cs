using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Pipeline.Files;
using Weir.Storage;

namespace Weir.Server.Settings;

/// <summary>Changes <c>weir.json</c> of a data directory: a block of settings at a time, everything else as it was.</summary>
public static class SettingsFile
{
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The path of the file, which need not exist.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "weir.json");

    /// <summary>Sets values of the block <c>FAMILY:NAME</c>; makes file and block if need be. Throws <see cref="SettingsException"/>.</summary>
    public static void Set(string dataDirectory, string family, string name, IEnumerable<KeyValuePair<string, string>> values)
    {
        var root = Read(dataDirectory);
        var block = Child(Child(root, family), name);
        foreach (var (key, value) in values)
        {
            var at = block;
            var parts = key.Split(':');
            foreach (var part in parts[..^1]) at = Child(at, part);
            at[parts[^1]] = value;
        }

        Write(dataDirectory, root);
    }

    /// <summary>Sets one setting, such as Features:Off; makes file and block if need be. Throws <see cref="SettingsException"/>.</summary>
    public static void Set(string dataDirectory, string setting, string value)
    {
        var root = Read(dataDirectory);
        var (at, parts) = (root, setting.Split(':'));
        foreach (var part in parts[..^1]) at = Child(at, part);
        at[parts[^1]] = value;
        Write(dataDirectory, root);
    }

    /// <summary>A sentence for each member that a block holds twice: nobody could tell which of them counts.</summary>
    internal static IEnumerable<string> Doubled(string path, JsonElement block, string name = "")
    {
        if (block.ValueKind is not JsonValueKind.Object) yield break;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in block.EnumerateObject())
        {
            var setting = name.Length == 0 ? member.Name : $"{name}:{member.Name}";
            if (!seen.Add(member.Name)) yield return $"{path} holds '{setting}' twice; keep one of them (names compare without case).";
            foreach (var deeper in Doubled(path, member.Value, setting)) yield return deeper;
        }
    }

    /// <summary>Takes a block away; false when the file has none of this name. Throws <see cref="SettingsException"/>.</summary>
    public static bool Remove(string dataDirectory, string family, string name)
    {
        var root = Read(dataDirectory);
        if (root[family] is not JsonObject blocks || !blocks.Remove(name)) return false;
        if (blocks.Count == 0) root.Remove(family);
        Write(dataDirectory, root);
        return true;
    }

    /// <summary>Every value of the file by its setting; empty when there is none. Throws <see cref="SettingsException"/>.</summary>
    public static IReadOnlyDictionary<string, string> Values(string dataDirectory)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Collect("", Read(dataDirectory), values);
        return values;
    }

    /// <summary>Takes single settings out, and the blocks that they leave empty. Throws <see cref="SettingsException"/>.</summary>
    public static void Drop(string dataDirectory, IEnumerable<string> settings)
    {
        var root = Read(dataDirectory);
        foreach (var setting in settings) Drop(root, setting.Split(':'), 0);
        Write(dataDirectory, root);
    }

    private static void Collect(string name, JsonObject block, Dictionary<string, string> values)
    {
        foreach (var (key, node) in block)
        {
            var setting = name.Length == 0 ? key : $"{name}:{key}";
            if (node is JsonObject child) Collect(setting, child, values);
            else if (node is not null) values[setting] = node.ToString();
        }
    }

    private static void Drop(JsonObject block, string[] parts, int at)
    {
        if (at == parts.Length - 1) block.Remove(parts[at]);
        else if (block[parts[at]] is JsonObject child)
        {
            Drop(child, parts, at + 1);
            if (child.Count == 0) block.Remove(parts[at]);
        }
    }

    private static JsonObject Child(JsonObject at, string name)
    {
        if (at[name] is JsonObject known) return known;
        var made = new JsonObject(AnyCase);
        at[name] = made;
        return made;
    }

    private static JsonObject Read(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        if (!File.Exists(path)) return new JsonObject(AnyCase);
        try
        {
            var text = File.ReadAllBytes(path);
            using (var document = JsonDocument.Parse(text))
                if (Doubled(path, document.RootElement).ToList() is { Count: > 0 } faults) throw new SettingsException(faults);
            return JsonNode.Parse(text, AnyCase) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new SettingsException([$"{path} holds comments or is not plain JSON, so that it can be changed only by hand."]);
        }
    }

    // It may hold keys: nobody else reads a new file.
    private static void Write(string dataDirectory, JsonObject root)
    {
        var path = PathIn(dataDirectory);
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null : File.Exists(path) ? File.GetUnixFileMode(path) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        OwnerOnly.MakeDirectory(dataDirectory);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            root.WriteTo(writer, Indented);
        }, isOfOwner: true);
        if (mode is { } kept && !OperatingSystem.IsWindows()) File.SetUnixFileMode(path, kept);
    }
}
