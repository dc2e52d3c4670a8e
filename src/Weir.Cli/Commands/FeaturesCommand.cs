using System.CommandLine;
using System.Globalization;
using Weir.Cli.Checks;
using Weir.Detection;
using Weir.Detection.Features;
using Weir.Server.Settings;

namespace Weir.Cli.Commands;

/// <summary><c>weir features</c>: what the URL model looks at. Switching one off is a setting (<c>Features:Off</c>, kept in the data
/// directory's weir.json) that the next training obeys and records in its model.</summary>
internal static class FeaturesCommand
{
    private static readonly Option<string?> Off = new("--off") { Description = "Switch a feature off from the next training on", HelpName = "NAME" };
    private static readonly Option<string?> On = new("--on") { Description = "Switch it on again", HelpName = "NAME" };

    internal static Command Create()
    {
        var command = new Command("features", "List the features of the URL model: meaning, unit, importance, whether active") { Off, On };
        command.SetAction(parsed =>
        {
            var data = parsed.DataDirectory();
            var off = SwitchedOff(data);
            var (added, removed) = (Known(parsed.GetValue(Off)), Known(parsed.GetValue(On)));
            if (added is null && removed is null) List(parsed.InvocationConfiguration.Output, NamedModel.Served(data), off);
            else
            {
                if (added is not null) off.Add(added);
                if (removed is not null) off.Remove(removed);
                SettingsFile.Set(data, SettingNames.FeaturesOff, string.Join(';', off));
            }
        });
        return command;
    }

    private static void List(TextWriter output, UrlModel? served, SortedSet<string> off)
    {
        var model = served?.Manifest.Features.ToDictionary(feature => feature.Id) ?? [];
        var total = Math.Max(double.Epsilon, model.Values.Sum(feature => feature.Importance));
        foreach (var feature in UrlFeatureSchema.All)
        {
            var used = model.GetValueOrDefault(feature.Id);
            var importance = used is null ? "-" : (used.Importance / total).ToString("P2", CultureInfo.InvariantCulture);
            var state = off.Contains(feature.Id) || used is { Active: false } ? "off" : "active";
            output.WriteLine($"{feature.Id,-32} {state,-7} {importance,9}  {feature.Meaning} ({feature.Unit})");
        }
    }

    private static string? Known(string? name) => name is null || UrlFeatureSchema.IndexOf(name) >= 0
        ? name
        : throw CliError.Usage($"there is no feature named {name}; `weir features` lists them.");

    private static SortedSet<string> SwitchedOff(string data) =>
        new((SettingsFile.Values(data).GetValueOrDefault(SettingNames.FeaturesOff) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.Ordinal);
}
