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
    /// <summary>How many addresses deep a carried address is followed.</summary>
    internal const int Deepest = 3;

    private const int CacheSeconds = 300;
    private const string NoModel = "No model is loaded; train one with 'weir cycle --once' or import one with 'weir models import FILE'.";
    private readonly UrlFeatureReader _reader = new(reference);
    private readonly ModelIdentity? _identity = model is null ? null : new ModelIdentity(model.Version, model.Sha256);
    private readonly UrlExplainer? _explainer = model is null ? null : new UrlExplainer(model);

    /// <summary>The model that judges; null when there is none, and every subject not on a list is unknown.</summary>
    public UrlModel? Model { get; } = model;

    /// <summary>The lists that are asked.</summary>
    public ReferenceLists Reference { get; } = reference;

    /// <summary>The same detector with further entries on top of its lists: a block of either wins.</summary>
    public Detector With(AccessLists further) => new(Model, Reference, further.Over(lists), time);

    /// <summary>The fast way: decision, score, category and brand. Allocates nothing; for many subjects see <see cref="DetectorBlock"/>.</summary>
    public QuickVerdict Check(ReadOnlySpan<char> subject, DetectorScratch scratch)
    {
        if (!TryBegin(subject, scratch, out var named, out var trick, out var verdict)) return verdict;
        var row = UrlFeatureReader.Read(named, scratch.Features, scratch.Features.Row);
        var (decision, score) = Decide(Model!.Raw(row), trick);
        return decision == Decision.Benign ? new(decision, score, "none", null, null) : new(decision, score, Categories.Of(named), BrandOf(named), null);
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
        if (lists.Match(url, now) is { } listed) return ListVerdicts.Of(verdict, listed, explain);
        if (!SchemeVerdicts.IsWebAddress(url)) return SchemeVerdicts.Of(verdict, url, explain);
        var carries = scratch.Carried(0).TryRead(url);
        var found = carries ? Weigh(url, subject, scratch, now, 0, carries) : default;
        if (found.Entry is { } entry) return ListVerdicts.Of(verdict, entry, explain);
        if (Model is null) return verdict with { Error = NoModel, CacheSeconds = 0 };
        if (carries)
        {
            TryParse(found.LeadsOn ? scratch.Deciding(0).Span : subject, scratch, out url, out _);
            named = _reader.Subject(url, scratch.Features);
        }
        var row = UrlFeatureReader.Read(named, scratch.Features, scratch.Features.Row);
        var raw = Model.Raw(row);
        if (!carries)
        {
            var trick = Tricks.Of(named, subject);
            found = new Finding(null, Decide(raw, trick).Score, false, trick, 0);
        }
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

    /// <summary>All but the model's word on a subject that leads nowhere else; false when the verdict stands already.</summary>
    internal bool TryBegin(ReadOnlySpan<char> subject, DetectorScratch scratch, out UrlSubject named, out Trick trick, out QuickVerdict verdict)
    {
        named = default;
        trick = Trick.None;
        if (!TryParse(subject, scratch, out var url, out var error)) verdict = Unknown(UrlErrors.Sentence(error));
        else if (lists.Match(url, time) is { } entry) verdict = ListVerdicts.Quick(entry);
        else if (!SchemeVerdicts.IsWebAddress(url)) verdict = SchemeVerdicts.Quick(url);
        else if (scratch.Carried(0).TryRead(url)) verdict = CheckCarrier(url, subject, scratch);
        else if (Model is null) verdict = Unknown(NoModel);
        else
        {
            verdict = default;
            named = _reader.Subject(url, scratch.Features);
            trick = Tricks.Of(named, subject);
            return true;
        }
        return false;
    }

    /// <summary>The decision and the score of raw log-odds under a trick.</summary>
    internal (Decision Decision, double Score) Decide(double raw, Trick trick)
    {
        var score = Model!.Probability(raw);
        if (trick != Trick.None) score = Math.Max(score, Floor);
        return (Model.Decide(score), score);
    }

    /// <summary>The brand to name, null for none.</summary>
    internal string? BrandOf(in UrlSubject subject) => subject.Brands.Any == 0 ? null : Reference.Brands.All[subject.Brands.Any - 1].Name;

    /// <summary>The least score of an address that hides where it leads.</summary>
    private double Floor => Math.BitIncrement(Model!.Manifest.SuspiciousThreshold);

    /// <summary>The verdict on an address that carries others, which are in the scratch.</summary>
    private QuickVerdict CheckCarrier(in Url url, ReadOnlySpan<char> subject, DetectorScratch scratch)
    {
        var found = Weigh(url, subject, scratch, time.GetUtcNow(), 0, carries: true);
        if (found.Entry is { } entry) return ListVerdicts.Quick(entry);
        if (Model is null) return Unknown(NoModel);
        var decision = Model.Decide(found.Score);
        if (decision == Decision.Benign || !TryParse(found.LeadsOn ? scratch.Deciding(0).Span : subject, scratch, out var last, out _))
            return new(decision, found.Score, "none", null, null);
        var named = _reader.Subject(last, scratch.Features);
        return new(decision, found.Score, Categories.Of(named), BrandOf(named), null);
    }

    /// <summary>The worst of an address and of those that it leads on to: a destination decides for a wrapper that only carries it.</summary>
    private Finding Judge(in Url url, ReadOnlySpan<char> subject, DetectorScratch scratch, DateTimeOffset now, int depth)
    {
        if (lists.Match(url, now) is { } entry) return new(entry, double.NaN, false, Trick.None, depth);
        return Weigh(url, subject, scratch, now, depth, depth < Deepest && scratch.Carried(depth).TryRead(url));
    }

    private Finding Weigh(in Url url, ReadOnlySpan<char> subject, DetectorScratch scratch, DateTimeOffset now, int depth, bool carries)
    {
        var named = _reader.Subject(url, scratch.Features);
        var trick = Tricks.Of(named, subject);
        var score = Model is null ? 0 : Model.Probability(Model.Raw(UrlFeatureReader.Read(named, scratch.Features, scratch.Features.Row)));
        var own = new Finding(null, score, false, Trick.None, depth);
        // From here on the scratch may hold another address.
        if (carries) own = Carried(own, scratch, now, depth);
        return trick == Trick.None || Model is null || own.Entry is not null ? own : own.Raised(trick, Floor);
    }

    private Finding Carried(Finding own, DetectorScratch scratch, DateTimeOffset now, int depth)
    {
        var (carried, deciding) = (scratch.Carried(depth), scratch.Deciding(depth));
        Finding? worst = null;
        for (var i = 0; i < carried.Count; i++)
        {
            if (!TryParse(carried[i], scratch, out var url, out _) || !SchemeVerdicts.IsWebAddress(url)) continue;
            var found = Judge(url, carried[i], scratch, now, depth + 1);
            if (worst is not null && !(found.Rank > worst.Value.Rank)) continue;
            deciding.Set(found.LeadsOn ? scratch.Deciding(depth + 1).Span : carried[i]);
            worst = found with { LeadsOn = true };
        }
        if (worst is null || carried.IsWrapper) return worst ?? own;
        if (!TryParse(carried.BareText, scratch, out var outer, out _)) return worst.Value.Rank > own.Rank ? worst.Value : own;
        // The carried text is judged as what it is, a destination, and not once more as words of the outer address.
        var alone = Judge(outer, carried.BareText, scratch, now, Deepest) with { LeadsOn = true, Depth = depth };
        if (alone.Entry is not null) alone = own;
        if (worst.Value.Rank > alone.Rank) return worst.Value;
        if (alone.LeadsOn) deciding.Set(carried.BareText);
        return alone;
    }

    private static QuickVerdict Unknown(string error) => new(Decision.Unknown, double.NaN, "none", null, error);

    private static bool TryParse(ReadOnlySpan<char> subject, DetectorScratch scratch, out Url url, out UrlError error)
    {
        // Defanged text (hxxp, [.]) is what analysts paste; the refanged copy is made only when it is.
        if (Defang.NeedsRefang(subject)) subject = Defang.Refanged(subject, scratch.Plain);
        return UrlParser.TryParse(subject, scratch.Features.Url, out url, out error)
            || (Tricks.HasHidden(subject) && UrlParser.TryParse(Tricks.WithoutHidden(subject, scratch.Seen), scratch.Features.Url, out url, out error));
    }
}
