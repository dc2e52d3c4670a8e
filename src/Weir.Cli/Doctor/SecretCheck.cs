using Weir.Server.Security;
using Weir.Server.Settings;

namespace Weir.Cli.Doctor;

/// <summary>Whether secrets stand where others could read them.</summary>
internal static class SecretCheck
{
    public static IEnumerable<Diagnosis> Run(string data)
    {
        var open = Open(data);
        if (open.Count > 0) yield return Diagnosis.Warning("secrets", $"{SettingsFile.PathIn(data)} holds {string.Join(", ", open)} in the clear; `weir secrets seal` encrypts them.");
    }

    private static IReadOnlyList<string> Open(string data)
    {
        try
        {
            return SecretSeal.Open(data);
        }
        catch (SettingsException)
        {
            // A file that is no plain JSON is told by the check of the settings.
            return [];
        }
    }
}
