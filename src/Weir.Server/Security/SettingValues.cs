using System.Globalization;
using System.Net;
using Weir.Server.Security.Limits;
using Weir.Server.Settings;

namespace Weir.Server.Security;

/// <summary>Reads values of settings; what cannot be used adds a sentence to the faults, and the usual stands in for it.</summary>
internal sealed class SettingValues(IReadOnlyDictionary<string, string> values, ICollection<string> faults)
{
    public bool Truth(string name)
    {
        switch (values.GetValueOrDefault(name)?.ToLowerInvariant())
        {
            case null or "" or "false" or "0" or "no" or "off": return false;
            case "true" or "1" or "yes" or "on": return true;
            default: faults.Add($"{SettingsReader.EnvironmentName(name)} must be true or false."); return false;
        }
    }

    public double Number(string name, double least, double most, double usual)
    {
        if (values.GetValueOrDefault(name) is not { Length: > 0 } text) return usual;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        faults.Add(string.Create(CultureInfo.InvariantCulture, $"{SettingsReader.EnvironmentName(name)} must be a number from {least} to {most}."));
        return usual;
    }

    public string? File(string name)
    {
        if (values.GetValueOrDefault(name) is not { Length: > 0 } path) return null;
        if (!System.IO.File.Exists(path)) faults.Add($"{SettingsReader.EnvironmentName(name)} names '{path}', which is no file.");
        return path;
    }

    public IReadOnlyList<IPNetwork> Networks(string name)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in Parts(name))
        {
            if (IPNetwork.TryParse(text, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(text, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else faults.Add($"{SettingsReader.EnvironmentName(name)}: '{text}' is neither an address nor a network such as 10.0.0.0/8.");
        }

        return networks;
    }

    public IReadOnlyList<string> Origins(string name)
    {
        var origins = Parts(name);
        foreach (var origin in origins)
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin)
                faults.Add($"{SettingsReader.EnvironmentName(name)}: '{origin}' is no origin such as https://app.example; a path and '*' are not taken.");
        return origins;
    }

    public MeterLimits Limits(string family, MeterLimits usual)
    {
        var second = Number(family + "RequestsPerSecond", 0, 1_000_000, usual.RequestsASecond);
        var burst = Number(family + "Burst", 1, 1_000_000, second == usual.RequestsASecond && usual.Burst > 0 ? usual.Burst : Math.Max(1, second * 2));
        return new(second, second > 0 ? burst : 0, (long)Number(family + "SubjectsPerDay", 0, 1e15, usual.SubjectsADay));
    }

    private string[] Parts(string name) =>
        (values.GetValueOrDefault(name) ?? "").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
