using Weir.Pipeline;
using Weir.Storage;

namespace Weir.Server.Settings;

/// <summary>Which database keeps what Weir learns (<c>Database:</c>): the file of the data directory, or PostgreSQL when a host is named.</summary>
public static class DatabaseSettings
{
    /// <summary>The family of settings.</summary>
    public const string Family = "Database:";

    /// <summary>Where the store of a data directory is, by the settings of this process. Throws <see cref="SettingsException"/>.</summary>
    public static StoreAddress Of(string dataDirectory)
    {
        var faults = new List<string>();
        var values = SettingsReader.Read(dataDirectory, Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariables(), faults);
        var server = From(values, faults);
        return faults.Count == 0 ? new StoreAddress(dataDirectory, server) : throw new SettingsException(faults);
    }

    /// <summary>The server that the settings name, or null; each fault is one sentence.</summary>
    public static PostgresAddress? From(IReadOnlyDictionary<string, string> values, ICollection<string> faults)
    {
        var block = new SettingBlock(values, Family, faults);
        var (host, protection) = (block.Text("Host"), block.Text("Ssl")?.ToLowerInvariant());
        var read = new PostgresAddress
        {
            Host = host ?? "",
            Port = block.Number("Port", PostgresAddress.UsualPort, 1, 65535),
            User = block.Text("User") ?? "weir",
            Password = block.Text("Password"),
            Name = block.Text("Name") ?? "weir",
            Protection = protection ?? "prefer",
        };
        if (!PostgresAddress.Protections.Contains(read.Protection)) faults.Add($"Database:Ssl must be one of {string.Join(", ", PostgresAddress.Protections)}.");
        block.Done();
        // The names may be set for other programs: without a host the data directory keeps everything.
        return host is null ? null : read;
    }
}
