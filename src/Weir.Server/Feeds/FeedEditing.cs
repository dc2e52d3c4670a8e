using Weir.Pipeline.Feeds;
using Weir.Server.Security;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Server.Feeds;

/// <summary>Changes the feeds of <c>weir.json</c>, for the command line and for HTTP alike. Every change lands in the audit log, without its secrets.</summary>
public static class FeedEditing
{
    private const string Family = "Feeds";

    /// <summary>Whether a feed of this name is set up.</summary>
    public static bool Knows(string dataDirectory, string name) => Find(dataDirectory, name) is not null;

    /// <summary>The feed of this name as it is set up; null without one.</summary>
    public static FeedSettings? Find(string dataDirectory, string name) =>
        LearningOptions.Read(dataDirectory).Feeds.FirstOrDefault(feed => feed.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Sets settings of a feed and adds it if need be. Settings that would not be accepted are not written: the file is put back as it was.
    /// Throws <see cref="SettingsException"/> with every fault.
    /// </summary>
    public static void Set(string dataDirectory, string name, IReadOnlyList<KeyValuePair<string, string>> values, string actor)
    {
        LearningOptions.Read(dataDirectory);
        var path = SettingsFile.PathIn(dataDirectory);
        var before = File.Exists(path) ? File.ReadAllBytes(path) : null;
        SettingsFile.Set(dataDirectory, Family, name, values);
        try
        {
            LearningOptions.Read(dataDirectory);
        }
        catch (SettingsException)
        {
            if (before is null) File.Delete(path);
            else File.WriteAllBytes(path, before);
            throw;
        }

        SecretSeal.Seal(dataDirectory, $"{Family}:{name}");
        Record(dataDirectory, "feed.configured", name, string.Join(", ", values.Select(value => IsSecret(value.Key) ? value.Key : $"{value.Key}={value.Value}")), actor);
    }

    /// <summary>Takes a feed out of the file; what it has said stays. False when the file has none of this name.</summary>
    public static bool Remove(string dataDirectory, string name, string actor)
    {
        if (!SettingsFile.Remove(dataDirectory, Family, name)) return false;
        SecretSeal.Forget(dataDirectory, $"{Family}:{name}");
        Record(dataDirectory, "feed.removed", name, "", actor);
        return true;
    }

    // An address may hold a key.
    private static bool IsSecret(string setting) =>
        setting.Contains("Key", StringComparison.OrdinalIgnoreCase) || setting.Equals("Url", StringComparison.OrdinalIgnoreCase);

    private static void Record(string dataDirectory, string action, string name, string detail, string actor)
    {
        using var store = WeirStore.Open(DatabaseSettings.Of(dataDirectory), TimeProvider.System);
        store.Feeds.Record(action, name, detail, actor);
    }
}
