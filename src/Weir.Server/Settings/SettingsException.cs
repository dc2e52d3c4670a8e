namespace Weir.Server.Settings;

/// <summary>The settings cannot be used. The message names every fault at once, each with its way out.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults)
    : Exception("the settings cannot be used: " + string.Join(" ", faults))
{
    /// <summary>One sentence a fault.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
