namespace Weir.Server.Exports;

/// <summary>The formats that there are.</summary>
internal static class ExportFormats
{
    private static readonly Dictionary<string, Func<IExportFormat>> Makers = new(StringComparer.Ordinal)
    {
        ["plain"] = () => new PlainFormat(),
        ["hosts"] = () => new HostsFormat(),
        ["rpz"] = () => new RpzFormat(),
        ["adblock"] = () => new AdblockFormat(),
        ["csv"] = () => new CsvFormat(),
        ["stix"] = () => new StixFormat(),
        ["misp"] = () => new MispFormat(),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => Makers.Keys;

    /// <summary>A format, ready for one export; null when there is none of this name.</summary>
    public static IExportFormat? Find(string name) => Makers.TryGetValue(name, out var make) ? make() : null;
}
