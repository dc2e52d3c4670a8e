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
    private readonly UrlFeatureReader _reader = new(reference);
    private readonly ModelIdentity? _identity = model is null ? null : new ModelIdentity(model.Version, model.Sha256);
    private readonly UrlExplainer? _explainer = model is null ? null : new UrlExplainer(model);

    /// <summary>The model that judges; null when there is none, and every subject not on a list is unknown.</summary>
    public UrlModel? Model { get; } = model;

    /// <summary>The lists that are asked.</summary>
    public ReferenceLists Reference { get; } = reference;

    /// <summary>The fast way, for bulk: decision, score, category and brand. Allocates nothing.</summary>
    public QuickVerdict Check(ReadOnlySpan<char> subject, DetectorScratch scratch)
    {
        if (!TryParse(ref subject, scratch, out var url, out var error)) return Unknown(UrlErrors.Sentence(error));
        if (lists.Match(url, time.GetUtcNow()) is { } entry)
            return entry.Kind == ListKind.Block ? new(Decision.Phishing, double.NaN, "other", null, null) : new(Decision.Benign, double.NaN, "none", null, null);
        if (!SchemeVerdicts.IsWebAddress(url)) return SchemeVerdicts.Quick(url);
        if (Model is null) return Unknown(NoModel);
        var row = _reader.Read(url, scratch.Features);
        var score = Model.Probability(Model.Raw(row));
        var decision = Model.Decide(score);
        if (decision == Decision.Benign) return new(decision, score, "none", null, null);
        var named = _reader.Subject(url, scratch.Features);
        return new(decision, score, Categories.Of(named), BrandOf(named), null);
    }

    /// <summary>The full answer, with reasons as asked.</summary>
    public Verdict Check(string subject, Explain explain = Explain.Top)
    {
        var scratch = DetectorScratch.OfThread;
        var text = subject.AsSpan();
        var now = time.GetUtcNow();
        var verdict = new Verdict { Subject = subject, Decision = Decision.Unknown, CheckedAt = now };
        if (!TryParse(ref text, scratch, out var url, out var error)) return verdict with { Error = UrlErrors.Sentence(error) };
        var named = _reader.Subject(url, scratch.Features);
        verdict = verdict with
        {
            Canonical = CanonicalUrl.Of(url),
            CacheSeconds = CacheSeconds,
            RegistrableDomain = named.Registrable.IsEmpty ? null : named.Registrable.ToString(),
        };
        if (lists.Match(url, now) is { } entry) return ListVerdicts.Of(verdict, entry, explain);
        if (!SchemeVerdicts.IsWebAddress(url)) return SchemeVerdicts.Of(verdict, url, explain);
        if (Model is null) return verdict with { Error = NoModel, CacheSeconds = 0 };
        var row = _reader.Read(url, scratch.Features);
        var raw = Model.Raw(row);
        var score = Model.Probability(raw);
        var decision = Model.Decide(score);
        return verdict with
        {
            Decision = decision,
            Score = score,
            Model = _identity,
            Brand = BrandOf(named),
            Category = decision == Decision.Benign ? "none" : Categories.Of(named),
            Reasons = explain == Explain.None ? [] : _explainer!.Reasons(named, row.Dense, raw, explain),
        };
    }

    private const string NoModel = "No model is loaded; train one with 'weir cycle --once' or import one with 'weir models import FILE'.";

    private static QuickVerdict Unknown(string error) => new(Decision.Unknown, double.NaN, "none", null, error);

    private static bool TryParse(ref ReadOnlySpan<char> subject, DetectorScratch scratch, out Url url, out UrlError error)
    {
        // Defanged text (hxxp, [.]) is what analysts paste; the refanged copy is made only when it is.
        if (Defang.NeedsRefang(subject)) subject = Defang.Refanged(subject.ToString());
        return UrlParser.TryParse(subject, scratch.Features.Url, out url, out error);
    }

    private string? BrandOf(in UrlSubject subject) => subject.Brands.Any == 0 ? null : Reference.Brands.All[subject.Brands.Any - 1].Name;
}
