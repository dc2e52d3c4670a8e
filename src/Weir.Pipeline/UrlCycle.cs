using System.Globalization;
using System.Text.Json;
using Weir.Detection;
using Weir.Detection.Features;
using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Learning;
using Weir.Pipeline.Datasets;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Monitoring;
using Weir.Pipeline.Registry;
using Weir.Pipeline.Training;

namespace Weir.Pipeline;

/// <summary>Fills the cycle's parts for the URL channel.</summary>
public static class UrlCycle
{
    private const int PopularRank = 50_000;
    private const int WellKnownRank = 10_000;
    private const double HomepageShare = 0.1;

    /// <summary>The parts for these reference lists; a tenth of the 50,000 most popular domains is held out for homepages.</summary>
    public static CycleParts Parts(ReferenceLists reference, UrlTrainingParameters parameters, TimeProvider time, MonitoringSettings? monitoring = null) => new()
    {
        Train = (train, calibrate, progress, ct) =>
        {
            var trained = UrlModelTrainer.Train(train, calibrate, reference, parameters, progress, ct);
            return new Challenger(trained.File, JsonSerializer.Serialize(trained.Model.Manifest.Parameters), trained.Summary);
        },
        Open = (bytes, name) => Scoring(UrlModel.Read(bytes, name), reference, time),
        Reference = (file, train, test, ct) => ModelReference.Of(UrlModel.Read(file, "challenger"), new UrlFeatureReader(reference), train, test, (monitoring ?? new()).Rows, ct).Save(),
        IsHomepageDomain = domain => reference.Popularity.Rank(domain) is > 0 and <= PopularRank
            && DomainBuckets.Place(domain, "homepage ") < HomepageShare,
        KnownDomains = [.. reference.Brands.All.SelectMany(brand => brand.Domains)],
        IsPopularSite = host => IsPopularSite(host, reference),
        JudgesEvasion = true,
        IsSharedHost = domain => reference.Hosts.IsFreeHosting(domain) || reference.Suffixes.Match(domain).IsPrivateSuffix,
    };

    // What a rule holds for suspicious without asking the model has no score, and raises an alarm all the same.
    private static double Score(in QuickVerdict verdict, UrlModel model) =>
        verdict.Decision == Decision.Suspicious && double.IsNaN(verdict.Score) ? Math.BitIncrement(model.Manifest.SuspiciousThreshold) : verdict.Score;

    // A free host that no list names is often ranked for the traffic of its tenants: below the first ranks, a name under a domain
    // says nothing of the domain's owner.
    private static bool IsPopularSite(string host, ReferenceLists reference)
    {
        if (reference.Hosts.Of(host) != HostTraits.None || reference.Suffixes.Match(host).IsPrivateSuffix) return false;
        var domain = reference.Suffixes.Registrable(host);
        if (domain.IsEmpty) return false;
        var isSite = host.Length == domain.Length || host.AsSpan(0, host.Length - domain.Length) is "www.";
        return reference.Popularity.Rank(domain) is > 0 and var rank && (isSite || rank <= WellKnownRank);
    }

    /// <summary>The baseline that is shipped beside the program, when it can be read and learned from nothing as late as this.</summary>
    public static ScoringModel? ShippedBaseline(ReferenceLists reference, TimeProvider time, DateTimeOffset from)
    {
        if (!File.Exists(DetectorSource.ShippedBaseline)) return null;
        try
        {
            var model = UrlModel.Load(DetectorSource.ShippedBaseline);
            if (!DateTimeOffset.TryParse(model.Manifest.WindowTo, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var to)) return null;
            // A window names days: all of its last day may have been learned.
            return to.UtcDateTime.Date.AddDays(1) <= from.UtcDateTime ? Scoring(model, reference, time) : null;
        }
        catch (ModelFileException)
        {
            return null;
        }
    }

    /// <summary>A model as evaluation needs it, judged through the same detector that serves.</summary>
    public static ScoringModel Scoring(UrlModel model, ReferenceLists reference, TimeProvider time)
    {
        var detector = new Detector(model, reference, AccessLists.Empty, time);
        // The detector decides above its thresholds, evaluation at or above them.
        return new ScoringModel(model.Version, model.Sha256, Math.BitIncrement(model.Manifest.PhishingThreshold),
            Math.BitIncrement(model.Manifest.SuspiciousThreshold), model.Manifest.BaseRate, () =>
            {
                var scratch = new DetectorScratch();
                return url => Score(detector.Check(url, scratch), model);
            });
    }
}
