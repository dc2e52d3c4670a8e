using Weir.Detection;
using Weir.Detection.Features;
using Weir.Storage;
using Weir.Storage.Monitoring;

namespace Weir.Pipeline.Monitoring;

/// <summary>
/// Watches a model at work: have the URLs, scores and labels moved from what it was judged on, do its probabilities hold, does it age, do
/// users ask about things never seen. Everything is computed anew from fixed-size samples, so a look that was cut off leaves nothing half done.
/// </summary>
/// <param name="store">Where samples, verdicts, references and reports are.</param>
/// <param name="settings">What to look at, and from when to speak up.</param>
/// <param name="reader">The extractor that serves.</param>
public sealed class DriftMonitor(WeirStore store, MonitoringSettings settings, UrlFeatureReader reader)
{
    private const int PerDomain = 20;
    private const int LaterRowsPerWeek = 500;
    private static readonly TimeSpan Year = TimeSpan.FromDays(52 * 7);

    /// <summary>
    /// The registrable domains that a version was trained on, null when not known: their later rows tell nothing of its age and are left out.
    /// </summary>
    public Func<string, IReadOnlySet<string>?>? TrainingDomains { get; init; }

    /// <summary>Takes the verdicts that were logged since the last time, looks, and keeps the report. The findings are in it, and whether it asks for a training.</summary>
    /// <param name="champion">The model that serves; null without one: then only verdicts and labels are looked at.</param>
    /// <param name="ct">Stops it.</param>
    public DriftReport Run(UrlModel? champion, CancellationToken ct = default)
    {
        Take(ct);
        var report = Look(champion, null, ct);
        store.Watch.KeepReport(report.At, report.Model, report.AsksForTraining, DriftText.Pack(report));
        return report;
    }

    /// <summary>Takes the verdicts that were logged since the last time: the draw of their day, and the counts of their hour. Returns how many.</summary>
    public long Take(CancellationToken ct = default) => store.Watch.Verdicts.TakeNew(settings.RowsPerDay, ct);

    /// <summary>Looks without keeping the report; the window begins at a time of the caller's, or as long ago as the settings say.</summary>
    public DriftReport Look(UrlModel? champion, DateTimeOffset? since = null, CancellationToken ct = default)
    {
        var now = store.Time.GetUtcNow();
        var from = since ?? now - settings.Window;
        var verdicts = VerdictWatching.Of(store.Watch.Verdicts.Hours(now - settings.History, now + TimeSpan.FromHours(1)), now, settings.Rise);
        var input = champion is null ? null : Read(champion, from, now, ct);
        var report = input is null
            ? new DriftReport { At = now, Model = "none", From = from, Notes = ["There is no model to watch; run `weir cycle --once`."] }
            : DriftAnalysis.Of(input, champion!.Manifest, settings, ct);
        return DriftFindings.Of(report with { Verdicts = verdicts, Labels = DriftAnalysis.Labels(Labels(from, now), input?.Reference?.Judged, settings) }, settings);
    }

    /// <summary>The daily clean-up: old verdicts of the watch, old reports, references of models that are gone. Returns how many rows went.</summary>
    public long Clean()
    {
        var now = store.Time.GetUtcNow();
        return store.Watch.Clean(now - settings.KeepVerdicts, now - settings.KeepReports, now - TimeSpan.FromDays(7));
    }

    private DriftInput Read(UrlModel model, DateTimeOffset from, DateTimeOffset now, CancellationToken ct)
    {
        var frames = new FrameReader(model, reader);
        var registered = store.Models.All().FirstOrDefault(version => version.Sha256 == model.Sha256);
        var (version, trained) = (registered?.Version ?? model.Version, registered?.CreatedAt ?? from);
        var later = Later(version, trained > now - Year ? trained : now - Year, now);
        var laterFrame = frames.Read([.. later.Select(row => new WatchedRow(row.Subject, row.IsPhishing))], ct);
        return new DriftInput
        {
            At = now,
            From = from,
            Model = version,
            Trained = trained,
            Reference = store.Watch.Reference(model.Sha256) is { } content ? ModelReference.Load(content) : null,
            Samples = frames.Read(Collected(trained > from ? trained : from, now), ct),
            Traffic = frames.Read(Checked(from, now), ct),
            History = frames.Read(Checked(from - settings.History, from), ct),
            Later = [.. laterFrame.Sources.Select(i => later[i])],
            LaterFrame = laterFrame,
        };
    }

    private List<WatchedRow> Collected(DateTimeOffset from, DateTimeOffset to)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        // As in training: one domain with thousands of addresses is one voice.
        return [.. store.Watch.Samples.Collected(from, to, settings.Rows).Rows
            .Where(row => (counts[row.Registrable] = counts.GetValueOrDefault(row.Registrable) + 1) <= PerDomain).Select(row => new WatchedRow(row.Subject, row.IsPhishing))];
    }

    private List<WatchedRow> Checked(DateTimeOffset from, DateTimeOffset to) =>
        [.. store.Watch.Verdicts.Rows(from, to).Take(settings.Rows).Select(row => new WatchedRow(row.Subject, null))];

    private List<WatchedSample> Later(string version, DateTimeOffset from, DateTimeOffset to)
    {
        var known = TrainingDomains?.Invoke(version);
        return [.. store.Watch.Samples.Later(from, to, LaterRowsPerWeek).Rows.Where(row => known?.Contains(row.Registrable) != true)];
    }

    private WindowLabels Labels(DateTimeOffset from, DateTimeOffset to)
    {
        var (now, before) = (store.Watch.Samples.Collected(from, to, 0), store.Watch.Samples.Collected(from - settings.History, from, 0));
        return new WindowLabels(now.Phishing, now.Benign, before.Phishing, before.Benign);
    }
}
