using Weir.Detection.Features;
using Weir.Learning;

namespace Weir.Detection;

/// <summary>
/// Finds the columns of a model among those of today, by name and version: definitions are append-only, so a model of an
/// earlier schema reads a part of them, perhaps in another order.
/// </summary>
internal static class ModelColumns
{
    /// <summary>The column of each of the model's features.</summary>
    /// <exception cref="ModelFileException">A feature is unknown, or named twice.</exception>
    public static int[] Of(ModelFile file, ModelManifest manifest)
    {
        var columns = manifest.Features.Select(feature => IndexOf(feature.Id, feature.Version)).ToArray();
        if (Array.IndexOf(columns, -1) is >= 0 and var at)
            throw file.Fault($"uses the feature '{manifest.Features[at].Id}' in version {manifest.Features[at].Version}, which this Weir does not know: train a new model with 'weir cycle --once'");
        return columns.Distinct().Count() == columns.Length ? columns : throw file.Fault("names a feature twice");
    }

    private static int IndexOf(string id, int version)
    {
        for (var i = 0; i < UrlFeatureSchema.All.Count; i++)
            if (UrlFeatureSchema.All[i].Id == id && UrlFeatureSchema.All[i].Version == version) return i;
        return -1;
    }
}
