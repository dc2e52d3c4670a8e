using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Urls;

namespace Weir.Pipeline.Training;

/// <summary>Scores many labelled URLs with a model, on all cores; URLs that cannot be read score 0 log-odds.</summary>
public sealed class UrlScorer(UrlModel model, UrlFeatureReader reader)
{
    /// <summary>When set, popularity and brand ownership are hidden: the figures of a world where nothing is known to be popular.</summary>
    public bool MaskPopularity { get; init; }

    /// <summary>Raw log-odds, one a row.</summary>
    public double[] Raw(IReadOnlyList<LabelledUrl> rows, CancellationToken ct = default)
    {
        var scores = new double[rows.Count];
        Parallel.For(0, (rows.Count + 1023) / 1024, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct },
            () => new FeatureScratch(),
            (chunk, _, scratch) =>
            {
                for (var i = chunk * 1024; i < Math.Min(rows.Count, (chunk + 1) * 1024); i++) scores[i] = Raw(rows[i].Url, scratch);
                return scratch;
            },
            _ => { });
        return scores;
    }

    /// <summary>Calibrated scores, one a row.</summary>
    public double[] Scores(IReadOnlyList<LabelledUrl> rows, CancellationToken ct = default) => Array.ConvertAll(Raw(rows, ct), model.Probability);

    private double Raw(string text, FeatureScratch scratch)
    {
        if (!UrlParser.TryParse(text, scratch.Url, out var url, out _)) return 0;
        var row = reader.Read(url, scratch);
        if (MaskPopularity) Mask(row.Dense);
        return model.Raw(row);
    }

    private static void Mask(Span<float> dense)
    {
        foreach (var column in UrlFeatureSchema.PopularityColumns) dense[column] = UrlFeatureSchema.UnlistedValue(column);
        dense[UrlFeatureSchema.OwnerColumn] = 0;
    }
}
