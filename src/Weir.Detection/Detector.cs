using Weir.Detection.Features;
using Weir.Detection.Lists;
using Weir.Detection.Reasons;
using Weir.Detection.Reference;
using Weir.Detection.Urls;

namespace Weir.Detection;

/// <summary>
/// The main job: is this phishing, and why? Lists first (block wins over allow), then the model, then the three-way
/// decision. Immutable and safe for many threads; a new model means a new detector.
/// </summary>
public sealed class Detector(UrlModel? model, ReferenceLists reference, AccessLists lists, TimeProvider time)
{
    private const int CacheSeconds = 300;
    private const int Deepest = 3;
    private readonly UrlFeatureReader _reader = new(reference);
    private readonly ModelIdentity? _identity = model is null ? null : new ModelIdentity(model.Version, model.Sha256);
    private readonly UrlExplainer? _explainer = model is null ? null : new UrlExplainer(model);

    /// <summary>The model that judges; null when there is none, and every subject not on a list is unknown.</summary>
    public UrlModel? Model { get; } = model;

    /// <summary>The lists that are asked.</summary>
    public ReferenceLists Reference { get; } = reference;

    /// <summary>
    /// The fast way, for bulk: decision, score, category and brand. Allocates only for an address that carries another one or is
    /// written defanged, about one in a thousand.
    /// </summary>
    public QuickVerdict Check(ReadOnlySpan<char> subject, DetectorScratch scratch)
    {
        if (!TryParse(subject, scratch, out var url, out var error)) return Unknown(UrlErrors.Sentence(error));
        var now = time.GetUtcNow();
        if (lists.Match(url, now) is null && !SchemeVerdicts.IsWebAddress(url)) return SchemeVerdicts.Quick(url);
        var found = Judge(url, subject, scratch, now, 0);
        if (found.Entry is { } entry)
            return entry.Kind == ListKind.Block ? new(Decision.Phishing, double.NaN, "other", null, null) : new(Decision.Benign, double.NaN, "none", null, null);
        if (Model is null) return Unknown(NoModel);
        var decision = Model.Decide(found.Score);
        if (decision == Decision.Benign || !TryParse(found.Text ?? subject, scratch, out url, out _)) return new(decision, found.Score, "none", null, null);
        var named = _reader.Subject(url, scratch.Features);
        return new(decision, found.Score, Categories.Of(named), BrandOf(named), null);
    }

    /// <summary>The full answer, with reasons as asked.</summary>
    public Verdict Check(string subject, Explain explain = Explain.Top)
    {
        var scratch = DetectorScratch.OfThread;
        var now = time.GetUtcNow();
        var verdict = new Verdict { Subject = subject, Decision = Decision.Unknown, CheckedAt = now };
        if (!TryParse(subject, scratch, out var url, out var error)) return verdict with { Error = UrlErrors.Sentence(error) };
        var named = _reader.Subject(url, scratch.Features);
        verdict = verdict with
        {
            Canonical = CanonicalUrl.Of(url),
            CacheSeconds = CacheSeconds,
            RegistrableDomain = named.Registrable.IsEmpty ? null : named.Registrable.ToString(),
        };
        if (lists.Match(url, now) is null && !SchemeVerdicts.IsWebAddress(url)) return SchemeVerdicts.Of(verdict, url, explain);
        var found = Judge(url, subject, scratch, now, 0);
        if (found.Entry is { } entry) return ListVerdicts.Of(verdict, entry, explain);
        if (Model is null) return verdict with { Error = NoModel, CacheSeconds = 0 };
        TryParse(found.Text ?? subject, scratch, out url, out _);
        var row = _reader.Read(url, scratch.Features);
        var raw = Model.Raw(row);
        named = _reader.Subject(url, scratch.Features);
        var decision = Model.Decide(found.Score);
        return verdict with
        {
            Decision = decision,
            Score = found.Score,
            Model = _identity,
            Brand = BrandOf(named),
            Category = decision == Decision.Benign ? "none" : Categories.Of(named),
            Reasons = explain == Explain.None ? [] : _explainer!.Reasons(named, row.Dense, raw, explain, found.Reason(url, Model.Probability(raw))),
        };
    }

    /// <summary>The worst of an address and of those that it leads on to: a destination decides for a wrapper that only carries it.</summary>
    private Finding Judge(in Url url, ReadOnlySpan<char> subject, DetectorScratch scratch, DateTimeOffset now, int depth)
    {
        if (lists.Match(url, now) is { } entry) return new(entry, double.NaN, null, Trick.None, depth);
        var named = _reader.Subject(url, scratch.Features);
        var trick = Tricks.Of(named, subject);
        var own = new Finding(null, Model is null ? 0 : Model.Probability(Model.Raw(_reader.Read(url, scratch.Features))), null, Trick.None, depth);
        var carried = depth < Deepest ? Unwrap.Read(url) : null;
        // From here on the scratch may hold another address.
        if (carried is not null) own = Carried(own, carried, scratch, now, depth);
        return trick == Trick.None || Model is null || own.Entry is not null ? own : own.Raised(trick, Math.BitIncrement(Model.Manifest.SuspiciousThreshold));
    }

    private Finding Carried(Finding own, Unwrap carried, DetectorScratch scratch, DateTimeOffset now, int depth)
    {
        Finding? worst = null;
        foreach (var text in carried.Destinations)
        {
            if (!TryParse(text, scratch, out var url, out _) || !SchemeVerdicts.IsWebAddress(url)) continue;
            var found = Judge(url, text, scratch, now, depth + 1);
            found = found.Text is null ? found with { Text = text } : found;
            if (worst is null || found.Rank > worst.Value.Rank) worst = found;
        }
        if (worst is null || carried.IsWrapper) return worst ?? own;
        if (carried.Bare is { } bare && TryParse(bare, scratch, out var outer, out _))
        {
            var alone = Judge(outer, bare, scratch, now, Deepest) with { Text = bare, Depth = depth };
            // The carried text is judged as what it is, a destination, and not once more as words of the outer address.
            if (alone.Entry is null) own = alone;
        }
        return worst.Value.Rank > own.Rank ? worst.Value : own;
    }

    private const string NoModel = "No model is loaded; train one with 'weir cycle --once' or import one with 'weir models import FILE'.";

    private static QuickVerdict Unknown(string error) => new(Decision.Unknown, double.NaN, "none", null, error);

    private static bool TryParse(ReadOnlySpan<char> subject, DetectorScratch scratch, out Url url, out UrlError error)
    {
        // Defanged text (hxxp, [.]) is what analysts paste; the refanged copy is made only when it is.
        if (Defang.NeedsRefang(subject)) subject = Defang.Refanged(subject.ToString());
        return UrlParser.TryParse(subject, scratch.Features.Url, out url, out error)
            || (Tricks.HasHidden(subject) && UrlParser.TryParse(Tricks.WithoutHidden(subject), scratch.Features.Url, out url, out error));
    }

    private string? BrandOf(in UrlSubject subject) => subject.Brands.Any == 0 ? null : Reference.Brands.All[subject.Brands.Any - 1].Name;
}
