using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Urls;

namespace Weir.Pipeline.Monitoring;

/// <summary>Reads URLs into frames with the extractor and the model that serve. Those that cannot be read are left out.</summary>
public sealed class FrameReader(UrlModel model, UrlFeatureReader reader)
{
    private const int BlockRows = 512;

    /// <summary>Reads rows, in their order; the number of threads does not change the result.</summary>
    public RowFrame Read(IReadOnlyList<WatchedRow> rows, CancellationToken ct = default)
    {
        var target = new Target([.. UrlFeatureSchema.All.Select(_ => new float[rows.Count])], new double[rows.Count], new byte[rows.Count], new string?[rows.Count]);
        Parallel.For(0, (rows.Count + BlockRows - 1) / BlockRows, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct },
            () => new FeatureScratch(),
            (block, _, scratch) =>
            {
                for (var i = block * BlockRows; i < Math.Min(rows.Count, (block + 1) * BlockRows); i++) Read(rows[i], i, target, scratch);
                return scratch;
            },
            _ => { });
        return Readable(target);
    }

    private void Read(in WatchedRow watched, int at, Target target, FeatureScratch scratch)
    {
        target.Labels[at] = watched.IsPhishing switch { true => 1, false => 0, null => 2 };
        if (!UrlParser.TryParse(watched.Subject, scratch.Url, out var url, out _)) return;
        target.TopLevels[at] = TopLevel(url);
        var row = reader.Read(url, scratch);
        target.Scores[at] = model.Probability(model.Raw(row));
        for (var f = 0; f < target.Columns.Length; f++) target.Columns[f][at] = row.Dense[f];
    }

    private static RowFrame Readable(Target all)
    {
        int[] kept = [.. Enumerable.Range(0, all.TopLevels.Length).Where(i => all.TopLevels[i] is not null)];
        return new RowFrame(Array.ConvertAll(all.Columns, column => Array.ConvertAll(kept, i => column[i])),
            Array.ConvertAll(kept, i => all.Scores[i]), Array.ConvertAll(kept, i => all.Labels[i]), Array.ConvertAll(kept, i => all.TopLevels[i]!))
        { Sources = kept };
    }

    private static string TopLevel(in Url url)
    {
        if (url.HostKind != HostKind.Domain) return "(address)";
        var host = url.Host.TrimEnd('.');
        return string.Intern(host[(host.LastIndexOf('.') + 1)..].ToString());
    }

    private sealed record Target(float[][] Columns, double[] Scores, byte[] Labels, string?[] TopLevels);
}
