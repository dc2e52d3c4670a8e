using Weir.Detection.Tables;

namespace Weir.Pipeline;

/// <summary>The share of rows about which a model is right when what it calls phishing counts.</summary>
internal static class TableAccuracy
{
    public static double Of(byte[] labels, double[] scores, TableModel model) =>
        labels.Where((label, i) => scores[i] > model.Manifest.PhishingThreshold == (label == 1)).Count() / (double)Math.Max(1, labels.Length);
}
