using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Learning;
using Weir.Learning.Calibration;
using Weir.Learning.Encoding;
using Weir.Learning.Linear;
using Weir.Learning.Metrics;
using Weir.Learning.Numerics;
using Weir.Learning.Trees;

namespace Weir.Pipeline.Training;

/// <summary>A trained URL model and the bytes of its file.</summary>
/// <param name="File">The model file.</param>
/// <param name="Model">The same, loaded.</param>
/// <param name="Summary">What was done, in a line.</param>
public sealed record TrainedModel(byte[] File, UrlModel Model, string Summary);

/// <summary>
/// Trains the URL model: text scores and category log-odds out of fold by registrable domain, boosted trees over all
/// columns, then calibrator and thresholds on rows of their own. The same rows, parameters and seed give the same bytes.
/// </summary>
public static class UrlModelTrainer
{
    /// <summary>Trains on <paramref name="train"/>; calibrates and sets thresholds on <paramref name="calibrate"/>.</summary>
    /// <exception cref="ArgumentException">A set lacks one of the classes, or a parameter is out of range; the message says which.</exception>
    public static TrainedModel Train(
        IReadOnlyList<LabelledUrl> train, IReadOnlyList<LabelledUrl> calibrate, ReferenceLists reference, UrlTrainingParameters parameters,
        Action<string>? progress = null, CancellationToken ct = default)
    {
        parameters.Check();
        train = Readable(train);
        calibrate = Readable(calibrate);
        Require(train, "training");
        Require(calibrate, "calibration");
        var reader = new UrlFeatureReader(reference);
        train = [.. train, .. HomepageRows.Of(train, reference, parameters.HomepageShare)];
        var parts = new List<Action<ModelFileBuilder>>();
        var rows = Prepare(train, reader, parameters, parts, progress, ct);
        progress?.Invoke($"growing {parameters.Trees.Trees} trees");
        var trees = BoostedTreesTrainer.Fit(rows.ToDataset(), parameters.Trees, null, null, ct);
        parts.Add(file => trees.Save(file, "trees"));
        progress?.Invoke($"calibrating on {calibrate.Count:N0} rows");
        var manifest = Describe(train, calibrate, trees, parameters);
        return Calibrate(parts, manifest, calibrate, reader, parameters, ct);
    }

    /// <summary>The rows as the trees see them: dense features, out-of-fold category and text scores, popularity partly hidden.</summary>
    /// <exception cref="ArgumentException">As for <see cref="Train"/>.</exception>
    public static Dataset Matrix(
        IReadOnlyList<LabelledUrl> train, ReferenceLists reference, UrlTrainingParameters parameters, Action<string>? progress = null, CancellationToken ct = default)
    {
        parameters.Check();
        train = Readable(train);
        Require(train, "training");
        train = [.. train, .. HomepageRows.Of(train, reference, parameters.HomepageShare)];
        return Prepare(train, new UrlFeatureReader(reference), parameters, [], progress, ct).ToDataset();
    }

    private static TrainingRows Prepare(
        IReadOnlyList<LabelledUrl> train, UrlFeatureReader reader, UrlTrainingParameters p, List<Action<ModelFileBuilder>> parts,
        Action<string>? progress, CancellationToken ct)
    {
        progress?.Invoke($"reading {train.Count:N0} training rows");
        var rows = TrainingRows.Read(train, reader, p.DomainPower, ct);
        rows.BalanceSources(train, p.SourceBalance);
        var folds = HeldOutFolds.Plan(train, rows.Groups, p);
        FitCategories(rows, folds, p, parts);
        progress?.Invoke("fitting the text model, in and out of fold");
        var text = FitText(rows, folds, p, ct);
        parts.Add(file => text.Save(file, "text"));
        rows.ForgetText();
        HidePopularity(rows, p);
        Switch(rows, p.Off);
        return rows;
    }

    /// <summary>The rows that can be read: a threshold must not rest on scores that no URL gave.</summary>
    private static List<LabelledUrl> Readable(IReadOnlyList<LabelledUrl> rows)
    {
        var scratch = new UrlScratch();
        return [.. rows.Where(row => UrlParser.TryParse(row.Url, scratch, out _, out _))];
    }

    private static void Require(IReadOnlyList<LabelledUrl> rows, string what)
    {
        if (!rows.Any(row => row.IsPhishing) || rows.All(row => row.IsPhishing))
            throw new ArgumentException($"The {what} rows need both phishing and benign URLs; {rows.Count} can be read, all of one kind. Import the other kind first.");
    }

    private static void FitCategories(TrainingRows rows, HeldOutFolds folds, UrlTrainingParameters p, List<Action<ModelFileBuilder>> parts)
    {
        TargetEncoder Fit(int category, float[] weights) => TargetEncoder.Fit(rows.Categories[category], rows.Labels, weights, p.CategorySmoothing);
        foreach (var fold in folds.All)
        {
            var weights = new float[rows.Weights.Length];
            foreach (var i in folds.LearnsFrom(fold)) weights[i] = rows.Weights[i];
            for (var c = 0; c < rows.Categories.Length; c++)
            {
                var (encoder, column) = (Fit(c, weights), rows.Dense[UrlFeatureSchema.FirstFittedColumn + c]);
                for (var i = 0; i < weights.Length; i++)
                    if (folds.IsScored(fold, i)) column[i] = encoder.Value(rows.Categories[c][i]);
            }
        }
        for (var c = 0; c < rows.Categories.Length; c++)
        {
            var (encoder, name) = (Fit(c, rows.Weights), $"category{c}");
            parts.Add(file => encoder.Save(file, name));
        }
    }

    /// <summary>Fits one model a fold for the columns of the training rows, and one on all rows for serving.</summary>
    private static HashedLogistic FitText(TrainingRows rows, HeldOutFolds folds, UrlTrainingParameters p, CancellationToken ct)
    {
        HashedLogistic? all = null;
        Parallel.ForEach([-1, .. folds.All], new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct }, fold =>
        {
            var text = HashedLogisticTrainer.Fit(rows.Text, rows.Labels, rows.Weights, fold < 0 ? null : folds.LearnsFrom(fold), p.Text, ct);
            if (fold < 0) all = text;
            else ScoreFold(rows, folds, fold, text);
        });
        return all!;
    }

    private static void ScoreFold(TrainingRows rows, HeldOutFolds folds, int fold, HashedLogistic text)
    {
        var at = UrlFeatureSchema.FirstFittedColumn + UrlRow.CategoryCount;
        Span<float> scores = stackalloc float[3];
        for (var i = 0; i < rows.Labels.Length; i++)
        {
            if (!folds.IsScored(fold, i)) continue;
            UrlModel.WriteTextScores(text, rows.Text[i], rows.HostIndices[i], scores);
            for (var c = 0; c < scores.Length; c++) rows.Dense[at + c][i] = scores[c];
        }
    }

    /// <summary>Hides popularity and brand ownership of some domains, so that the trees learn to judge the unknown site too.</summary>
    private static void HidePopularity(TrainingRows rows, UrlTrainingParameters p)
    {
        for (var i = 0; i < rows.Groups.Length; i++)
        {
            var chance = (SplitMix64.Mix((ulong)rows.Groups[i], p.Seed + 77) >> 11) * (1.0 / (1UL << 53));
            if (chance >= p.PopularityDropout) continue;
            foreach (var column in UrlFeatureSchema.PopularityColumns) rows.Dense[column][i] = UrlFeatureSchema.UnlistedValue(column);
            rows.Dense[UrlFeatureSchema.OwnerColumn][i] = 0;
        }
    }

    private static void Switch(TrainingRows rows, IReadOnlyList<string> off)
    {
        foreach (var id in off) Array.Fill(rows.Dense[UrlFeatureSchema.IndexOf(id)], float.NaN);
    }

    private static ModelManifest Describe(
        IReadOnlyList<LabelledUrl> train, IReadOnlyList<LabelledUrl> calibrate, BoostedTrees trees, UrlTrainingParameters p)
    {
        var dated = train.Where(row => row.SeenAt is not null).Select(row => row.SeenAt!.Value.UtcDateTime).ToList();
        var total = Math.Max(1e-300, trees.Importance.Sum());
        var parameters = p.Describe();
        var dataset = HashOf(train);
        var to = dated.Count == 0 ? null : dated.Max().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new ModelManifest
        {
            Version = $"url-{to ?? "undated"}-{HashOf([dataset, HashOf(calibrate), .. parameters.Select(x => $"{x.Key}={x.Value}")])[..8]}",
            Channel = "url",
            Schema = $"{UrlFeatureSchema.Name}-{UrlFeatureSchema.Version}",
            Features = [.. UrlFeatureSchema.All.Select((f, i) => new ModelFeature(f.Id, f.Version, !p.Off.Contains(f.Id), Math.Round(trees.Importance[i] / total, 6)))],
            WindowFrom = dated.Count == 0 ? null : dated.Min().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            WindowTo = to,
            DatasetHash = dataset,
            Rows = train.Count,
            PhishingRows = train.Count(row => row.IsPhishing),
            CalibrationRate = 0.5,
            BaseRate = p.BaseRate,
            PhishingThreshold = 2,
            SuspiciousThreshold = 2,
            PhishingFpr = p.PhishingFpr,
            SuspiciousFpr = p.SuspiciousFpr,
            Parameters = parameters,
        };
    }

    private static string HashOf(IEnumerable<LabelledUrl> rows) => HashOf(rows.Select(row => $"{row.Url}\t{(row.IsPhishing ? 1 : 0)}"));

    private static string HashOf(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(line));
            hash.AppendData("\n"u8);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static TrainedModel Calibrate(
        List<Action<ModelFileBuilder>> parts, ModelManifest manifest, IReadOnlyList<LabelledUrl> calibrate, UrlFeatureReader reader, UrlTrainingParameters p, CancellationToken ct)
    {
        var identity = IsotonicCalibrator.Fit([-1, 1], [0, 1], [1, 1]);
        var draft = UrlModel.Read(Finish(parts, identity, manifest), "draft");
        var labels = calibrate.Select(row => row.IsPhishing ? (byte)1 : (byte)0).ToArray();
        var raw = new UrlScorer(draft, reader).Raw(calibrate, ct);
        var calibrator = IsotonicCalibrator.Fit(raw, labels, []);
        var rate = labels.Count(label => label == 1) / (double)labels.Length;
        var scores = Array.ConvertAll(raw, score => PriorCorrection.Adjust(calibrator.Probability(score), rate, p.BaseRate));
        var phishing = RankingMetrics.ThresholdAtFpr(scores, labels, p.PhishingFpr);
        var suspicious = Math.Min(phishing, RankingMetrics.ThresholdAtFpr(scores, labels, p.SuspiciousFpr));
        manifest = manifest with { CalibrationRate = rate, PhishingThreshold = phishing, SuspiciousThreshold = suspicious };
        var file = Finish(parts, calibrator, manifest);
        var model = UrlModel.Read(file, manifest.Version);
        return new TrainedModel(file, model, FormattableString.Invariant(
            $"{manifest.Version}: {manifest.Rows:N0} rows, {file.Length / 1048576.0:F1} MiB, phishing above {phishing:F4}, suspicious above {suspicious:F4}"));
    }

    private static byte[] Finish(List<Action<ModelFileBuilder>> parts, IsotonicCalibrator calibrator, ModelManifest manifest)
    {
        var file = new ModelFileBuilder();
        foreach (var save in parts) save(file);
        calibrator.Save(file, "calibrator");
        return file.Build(manifest.ToJson());
    }
}
