using System.Collections.Frozen;

namespace Weir.Server.Assets;

/// <summary>The files that pages load. They are part of the program; what draws charts only where npm could fetch it for the build.</summary>
internal static class AssetSet
{
    private const string Prefix = "assets/";
    private const string Charts = "chart.js";

    private static readonly FrozenDictionary<string, Asset> All = Read();

    /// <summary>Whether this build has what draws charts.</summary>
    public static bool HasCharts => All.ContainsKey(Charts);

    /// <summary>The file of this name, if there is one.</summary>
    public static Asset? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>Where a page finds the file of this name.</summary>
    public static string Address(string name) => All[name].Address;

    private static FrozenDictionary<string, Asset> Read()
    {
        var program = typeof(AssetSet).Assembly;
        return program.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name =>
        {
            using var stream = program.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return new Asset(name[Prefix.Length..], bytes);
        }).ToFrozenDictionary(asset => asset.Name);
    }
}
