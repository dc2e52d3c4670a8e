using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Learning;
using Weir.Learning.Linear;
using Weir.Learning.Splitting;

namespace Weir.Benchmarks;

/// <summary>
/// A probe that guesses which source a benign row came from: what a model could learn of the collections instead of the
/// trade. The same hashed n-grams read the address as Weir normalises it and as it was collected; tested on other domains.
/// </summary>
internal sealed class SourceProbeQuestion : IQuestion
{
    private const int MostRowsOfSource = 10_000;
    private const int MostCharacters = 300;

    public string Name => "source-probe";

    public string About => "How well the source of benign rows can be guessed, with and without the normalisation";

    public Answer Ask(Bench bench)
    {
        var set = bench.Set("train");
        var rows = Chosen(set);
        var sources = rows.Select(i => set.Rows[i].Source).Distinct().Order(StringComparer.Ordinal).ToArray();
        var folds = GroupFolds.Assign([.. rows.Select(i => set.Groups[i])], 5, 1);
        var truth = rows.ConvertAll(i => Array.IndexOf(sources, set.Rows[i].Source));
        var tested = Enumerable.Range(0, rows.Count).Where(r => folds[r] == 0).ToArray();
        var majority = sources.Index().Max(s => tested.Count(r => truth[r] == s.Index)) / (double)tested.Length;
        var figures = new JsonObject { ["rows"] = rows.Count, ["sources"] = sources.Length, ["majority"] = Figure.Of(majority) };
        var text = $"{rows.Count} benign rows of {sources.Length} sources (at most {MostRowsOfSource} each), judged on the fifth of the domains that was left out.\n\n"
            + $"| input | accuracy | {string.Join(" | ", sources)} |\n|---|---|{string.Concat(sources.Select(_ => "---|"))}\n| majority class | {Figure.Percent(majority)} |{string.Concat(sources.Select(_ => " |"))}\n";
        foreach (var (name, read) in new (string, Func<string, FeatureScratch, string>)[] { ("normalised", Normalised), ("raw", (url, _) => url) })
        {
            bench.Say($"probing {name} text");
            var guesses = Guess(Hash(set, rows, read), truth, folds, sources.Length);
            var hits = sources.Select((_, s) => tested.Where(r => truth[r] == s).Average(r => guesses[r] == s ? 1.0 : 0)).ToList();
            var accuracy = tested.Average(r => guesses[r] == truth[r] ? 1.0 : 0);
            figures[name] = new JsonObject { ["accuracy"] = Figure.Of(accuracy), ["mean_recall"] = Figure.Of(hits.Average()) };
            text += $"| {name} | {Figure.Percent(accuracy)} | {string.Join(" | ", hits.Select(Figure.Percent))} |\n";
        }
        figures["drop"] = Figure.Of(Figure.At(figures, "raw/accuracy") - Figure.At(figures, "normalised/accuracy"));
        return new Answer(figures, Figure.At(figures, "normalised/accuracy") / Figure.At(figures, "raw/accuracy"), text);
    }

    /// <summary>The first benign rows of each source; the file is in random order.</summary>
    private static List<int> Chosen(LabelledSet set) =>
        [.. Enumerable.Range(0, set.Rows.Count).Where(i => set.Labels[i] == 0).GroupBy(i => set.Rows[i].Source).SelectMany(rows => rows.Take(MostRowsOfSource)).Order()];

    private static string Normalised(string text, FeatureScratch scratch)
    {
        if (!UrlParser.TryParse(text, scratch.Url, out var url, out _)) return "";
        var subject = Reader.Subject(url, scratch);
        return subject.Query.IsEmpty ? string.Concat(subject.Host, subject.Path) : string.Concat(subject.Host, subject.Path, "?", subject.Query);
    }

    private static readonly UrlFeatureReader Reader = new(ReferenceLists.Embedded);

    private static SparseRows Hash(LabelledSet set, List<int> rows, Func<string, FeatureScratch, string> read)
    {
        var (hashed, scratch, indices) = (new SparseRowsBuilder(rows.Count), new FeatureScratch(), new uint[4 * MostCharacters + 16]);
        foreach (var row in rows)
        {
            var text = read(set.Rows[row].Url, scratch);
            var marked = $"\u0001{text[..Math.Min(text.Length, MostCharacters)]}\u0001";
            hashed.Add(indices.AsSpan(0, TextHasher.WriteWord(marked, TextHasher.HostSeed, indices)));
        }
        return hashed.Build();
    }

    /// <summary>One model a source against the rest; the highest score wins.</summary>
    private static int[] Guess(SparseRows text, List<int> truth, int[] folds, int sources)
    {
        var train = Enumerable.Range(0, folds.Length).Where(r => folds[r] != 0).ToArray();
        var (guesses, best) = (new int[folds.Length], new double[folds.Length]);
        Array.Fill(best, double.NegativeInfinity);
        for (var source = 0; source < sources; source++)
        {
            var labels = truth.Select(s => s == source ? (byte)1 : (byte)0).ToArray();
            var model = HashedLogisticTrainer.Fit(text, labels, [], train, new HashedLogisticParameters());
            for (var r = 0; r < folds.Length; r++)
                if (folds[r] == 0 && model.Score(text[r]) is var score && score > best[r]) (best[r], guesses[r]) = (score, source);
        }
        return guesses;
    }
}
