using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Benchmarks.Harness;
using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Pipeline.Evaluation.Evasion;

namespace Weir.Benchmarks.Evasion;

/// <summary>
/// Whether another spelling or a wrapper changes a verdict: 20 seeded variants of 1,000 detected phishing addresses and of
/// 1,000 benign ones called benign, for each form. Options: <c>--bases N</c>, <c>--model FILE</c>.
/// </summary>
internal sealed class EvasionQuestion : IQuestion
{
    private const int Variants = 20;

    public string Name => "evasion";

    public string About => "Whether spellings and wrappers of an address change its verdict, form by form";

    public Answer Ask(Bench bench)
    {
        var detector = new Detector(bench.Model, ReferenceLists.Embedded, AccessLists.Empty, TimeProvider.System);
        var bases = bench.Value("--bases") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1000;
        var set = bench.Set("calibrate_test");
        var candidates = set.Rows.OrderBy(row => HashOf(row.Url)).Select(row => (At: EvadingAddress.Of(row.Url), row.IsPhishing)).Where(row => row.At is not null).ToList();
        var (phishing, benign) = (candidates.Where(r => r.IsPhishing).Select(r => r.At!).ToList(), candidates.Where(r => !r.IsPhishing).Select(r => r.At!).ToList());
        var table = new StringBuilder("| form | what | variants | bases | same key | phishing flips | benign -> phishing | benign -> suspicious |\n|---|---|---|---|---|---|---|---|\n");
        var (forms, worstFlip, worstAlarm, met) = (new JsonObject(), 0.0, 0.0, 0);
        foreach (var form in EvasionForms.All)
        {
            var caught = new Tally(detector, form, form.Phishing).Over(phishing, bases, true);
            var alarmed = new Tally(detector, form, form.Benign).Over(benign, bases, false);
            var (flips, alarms) = (caught.Share(caught.Benign), alarmed.Share(alarmed.Phishing));
            var same = form.IsSpelling ? (caught.Same + alarmed.Same) / Math.Max(1.0, caught.All + alarmed.All) : double.NaN;
            (worstFlip, worstAlarm) = (Math.Max(worstFlip, flips), Math.Max(worstAlarm, alarms));
            if (flips <= 0.01 && alarms <= 0.01) met++;
            forms[form.Number] = new JsonObject { ["flips"] = Figure.Of(flips), ["alarms"] = Figure.Of(alarms), ["suspicious"] = Figure.Of(alarmed.Share(alarmed.Suspicious)), ["same_key"] = Figure.Of(same) };
            table.Append(CultureInfo.InvariantCulture, $"| {form.Number} | {form.Name} | {caught.All + alarmed.All} | {caught.Bases}+{alarmed.Bases} | {(form.IsSpelling ? Figure.Percent(same) : "another address")} | {Figure.Percent(flips)} | {Figure.Percent(alarms)} | {Figure.Percent(alarmed.Share(alarmed.Suspicious))} |\n");
        }
        var figures = new JsonObject { ["worst_flips"] = Figure.Of(worstFlip), ["worst_alarms"] = Figure.Of(worstAlarm), ["forms"] = EvasionForms.All.Length, ["forms_met"] = met, ["by_form"] = forms };
        return new Answer(figures, null, $"{table}\n{EvasionForms.NotHere}\n");
    }

    private static uint HashOf(string text) => text.Aggregate(2166136261u, (hash, letter) => (hash ^ letter) * 16777619u);

    /// <summary>Counts what becomes of the variants of one class.</summary>
    private sealed class Tally(Detector detector, EvasionForm form, Vary vary)
    {
        private readonly DetectorScratch _scratch = new();
        private readonly UrlScratch _reader = new();

        public int Bases, All, Same, Benign, Suspicious, Phishing;

        public double Share(int count) => count / Math.Max(1.0, All);

        public Tally Over(List<EvadingAddress> bases, int most, bool wantsPhishing)
        {
            foreach (var at in bases)
            {
                if (Bases == most) break;
                var start = form.Anchor?.Invoke(at, new EvasionChance(1)) ?? at.Url;
                if (IsCaught(start) != wantsPhishing) continue;
                Bases++;
                var chance = new EvasionChance(Bases * 31 + form.Number.Length);
                for (var i = 0; i < Variants; i++)
                    if (vary(at, chance) is { } variant) Count(variant, start);
            }
            return this;
        }

        private bool IsCaught(string url) => detector.Check(url, _scratch).Decision is Decision.Phishing or Decision.Suspicious;

        private void Count(string variant, string start)
        {
            All++;
            var decision = detector.Check(variant, _scratch).Decision;
            if (decision is Decision.Benign or Decision.Unknown) Benign++;
            if (decision == Decision.Suspicious) Suspicious++;
            if (decision == Decision.Phishing) Phishing++;
            if (form.IsSpelling && Key(variant) == Key(start)) Same++;
        }

        private string Key(string text) => UrlParser.TryParse(Defang.Refanged(text), _reader, out var url, out _) ? CanonicalUrl.Of(url) : "?" + text;
    }
}
