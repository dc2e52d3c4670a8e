using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Learning.Numerics;
using Weir.Pipeline;
using Weir.Pipeline.Training;

namespace Weir.Benchmarks;

/// <summary>
/// How many honest homepages are condemned: popular ones, and ones that no popularity list knows (benign hosts of rows that
/// trained and calibrated nothing), as Weir knows them and with popularity masked. Beside it, what is still caught.
/// </summary>
internal sealed class HomepagesQuestion : IQuestion
{
    private const int Unlisted = 5000;

    public string Name => "homepages";

    public string About => "False alarms on popular and on unlisted homepages, and the root-URL phishing that is still caught";

    public Answer Ask(Bench bench)
    {
        var (figures, text) = (new JsonObject(), "| rows | count | called phishing | called suspicious |\n|---|---|---|---|\n");
        var unlisted = UnlistedHomepages(bench);
        foreach (var (name, rows) in new[] { ("popular", bench.Set("test_homepages").Rows), ("unlisted", unlisted), ("root_phishing", RootPhishing(bench.Set("calibrate_test"))) })
            foreach (var masked in new[] { false, true })
                text += Count(bench.Model, masked ? name + "_masked" : name, rows, masked, figures);
        var peers = bench.Peers.On("train", Bench.MainTests, "test_homepages");
        foreach (var peer in peers) text += $"| popular, {peer.Name} at 0.5 | {peer.Scores.Length} | {Figure.Percent(Figure.At(peer.Figures, "fpr"))} | |\n";
        foreach (var peer in peers) figures[peer.Key] = new JsonObject { ["popular_phishing"] = Figure.At(peer.Figures, "fpr") };
        bench.Log.TestRead(Name, $"{bench.Model.Version}: hosts of benign rows only: {Figure.Percent(Figure.At(figures, "unlisted/phishing"))} of {unlisted.Count} unlisted homepages called phishing");
        return new Answer(figures, Figure.At(figures, "popular/phishing") / peers.Min(peer => Figure.At(peer.Figures, "fpr")), text);
    }

    private static string Count(UrlModel model, string name, IReadOnlyList<LabelledUrl> rows, bool masked, JsonObject figures)
    {
        var scores = new UrlScorer(model, new UrlFeatureReader(ReferenceLists.Embedded)) { MaskPopularity = masked }.Scores(rows);
        var decisions = Array.ConvertAll(scores, model.Decide);
        var phishing = decisions.Count(d => d == Decision.Phishing) / (double)rows.Count;
        var suspicious = decisions.Count(d => d == Decision.Suspicious) / (double)rows.Count;
        figures[name] = new JsonObject
        {
            ["rows"] = rows.Count,
            ["phishing"] = Figure.Of(phishing),
            ["suspicious"] = Figure.Of(suspicious),
            ["either"] = Figure.Of(phishing + suspicious),
        };
        return $"| {name.Replace('_', ' ')} | {rows.Count} | {Figure.Percent(phishing)} | {Figure.Percent(suspicious)} |\n";
    }

    private static List<LabelledUrl> RootPhishing(LabelledSet set) => [.. set.Rows.Where((row, i) => row.IsPhishing && set.IsRoot[i])];

    /// <summary>One homepage a registrable domain, in the order of a hash of its host.</summary>
    private static List<LabelledUrl> UnlistedHomepages(Bench bench)
    {
        var lists = ReferenceLists.Embedded;
        var known = new HashSet<string>(StringComparer.Ordinal);
        var hosts = new List<(ulong Order, string Host)>();
        foreach (var set in new[] { bench.Set("calibrate_test"), bench.Set("test_2025") })
        {
            // A domain that also sends phishing is no honest homepage.
            var guilty = Enumerable.Range(0, set.Rows.Count).Where(i => set.Labels[i] == 1).Select(i => set.Groups[i]).ToHashSet();
            for (var i = 0; i < set.Rows.Count; i++)
            {
                if (set.Labels[i] == 1 || guilty.Contains(set.Groups[i]) || set.Hosts[i].Length == 0) continue;
                var domain = lists.Suffixes.Registrable(set.Hosts[i]);
                if (domain.IsEmpty || lists.Popularity.Rank(domain) != 0 || lists.Popularity.Rank(set.Hosts[i]) != 0 || !known.Add(domain.ToString())) continue;
                hosts.Add((OrderOf(set.Hosts[i]), set.Hosts[i]));
            }
        }
        return [.. hosts.Order().Take(Unlisted).Select(h => new LabelledUrl($"https://{h.Host}/", false, null, "unlisted"))];
    }

    private static ulong OrderOf(string host) => host.Aggregate(7UL, (hash, c) => SplitMix64.Mix(hash, c));
}
