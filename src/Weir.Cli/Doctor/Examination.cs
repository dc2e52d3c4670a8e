using Weir.Server;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Cli.Doctor;

/// <summary>Looks at everything that Weir needs on this machine. Changes nothing but a file that it writes and takes away again.</summary>
internal sealed class Examination(string data, TimeProvider time)
{
    /// <summary>All that was found, area by area.</summary>
    public async Task<IReadOnlyList<Diagnosis>> RunAsync(CancellationToken ct)
    {
        var settings = ReadSettings(out var faults);
        var found = new List<Diagnosis>();
        found.AddRange(faults.Count == 0 ? [Diagnosis.Ok("settings", $"{settings.Count} set, all understood.")] : faults.Select(fault => Diagnosis.Broken("settings", fault)));
        found.AddRange(DirectoryCheck.Run(data));
        found.AddRange(SecretCheck.Run(data));
        var learning = faults.Count == 0 ? LearningOptions.Read(data) : null;
        found.AddRange(WithStore(learning));
        found.AddRange(ProgramCheck.Run(settings));
        if (learning is null) return found;
        found.AddRange(await PortCheck.RunAsync(ServerOptions.Read(data).Urls, ct));
        found.AddRange(await CopyCheck.RunAsync(learning.Keeping.S3, ct));
        return found;
    }

    private IReadOnlyDictionary<string, string> ReadSettings(out List<string> faults)
    {
        faults = [];
        var settings = SettingsReader.Read(data, Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariables(), faults);
        try
        {
            ServerOptions.Read(data);
        }
        catch (SettingsException refused)
        {
            faults = [.. refused.Faults];
        }

        return settings;
    }

    private IEnumerable<Diagnosis> WithStore(LearningOptions? learning)
    {
        if (Address() is not { } address) return [Diagnosis.Warning("database", "Which database to look at cannot be told before the settings are mended.")];
        if (!WeirStore.Exists(address)) return [Diagnosis.Ok("database", "There is none yet; the first import makes one, and the shipped baseline serves until a cycle has promoted a model.")];
        try
        {
            using var store = WeirStore.Open(address, time);
            return [.. DatabaseCheck.Run(store), .. ModelCheck.Run(store), .. FeedCheck.Run(store), .. TellingCheck.Run(store, learning?.Mlflow.Address)];
        }
        catch (StoreException unreadable)
        {
            return [Diagnosis.Broken("database", unreadable.Message)];
        }
    }

    private StoreAddress? Address()
    {
        try
        {
            return DatabaseSettings.Of(data);
        }
        catch (SettingsException)
        {
            return null;
        }
    }
}
