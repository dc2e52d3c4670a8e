using Weir.Learning.Metrics;
using Weir.Pipeline.Evaluation;
using Weir.Storage;

namespace Weir.Pipeline;

/// <summary>A row that was labelled after a model was trained, and when Weir first knew it.</summary>
public sealed record LaterRow(EvaluationRow Row, DateTimeOffset At);

/// <summary>
/// Figures of one model on later rows, each with its 95 % interval over domains; a figure whose class has no row is null. Accuracy and F1
/// count suspicious as an alarm, as the gates do; the false positive rate counts what is called phishing.
/// </summary>
public sealed record LaterFigures(
    int Rows, int Phishing, int Domains, Figure Accuracy, Figure F1, Figure Recall, Figure FalsePositiveRate, Figure TprAt1Percent)
{
    /// <summary>Benign rows.</summary>
    public int Benign => Rows - Phishing;
}

/// <summary>
/// Rows that were first labelled after a moment and whose domains some versions were not trained on: on them the versions can be judged as
/// they do in service. At most twenty rows a domain, and the newest when there are more than the bound.
/// </summary>
public sealed class LaterRows
{
    /// <summary>Most rows that are judged; the newest are taken.</summary>
    public const int Most = 20_000;
    private const int PerDomain = 20;

    private readonly byte[] _labels;
    private readonly int[] _domains;
    private readonly string[] _urls;

    private LaterRows(IReadOnlyList<LaterRow> all, bool isDisjoint)
    {
        (All, IsDisjoint) = (all, isDisjoint);
        _labels = [.. all.Select(row => row.Row.Url.IsPhishing ? (byte)1 : (byte)0)];
        _urls = [.. all.Select(row => row.Row.Url.Url)];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        _domains = [.. all.Select(row => numbers.TryGetValue(row.Row.Domain, out var number) ? number : numbers[row.Row.Domain] = numbers.Count)];
        Domains = numbers.Count;
    }

    /// <summary>The rows, oldest first.</summary>
    public IReadOnlyList<LaterRow> All { get; }

    /// <summary>False when the training domains of a version are not known, so that rows of them may be among these.</summary>
    public bool IsDisjoint { get; }

    /// <summary>Registrable domains among the rows.</summary>
    public int Domains { get; }

    /// <summary>Rows labelled phishing.</summary>
    public int Phishing => _labels.Count(label => label == 1);

    /// <summary>Rows labelled benign.</summary>
    public int Benign => _labels.Length - Phishing;

    /// <summary>The rows that were first labelled at or after a moment, without the training domains of these versions.</summary>
    public static LaterRows Since(WeirStore store, TrainingDomains training, DateTimeOffset from, params IReadOnlyList<string> versions)
    {
        var domains = versions.Select(training.Of).ToList();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<LaterRow>();
        store.LaterLabels.Read(from, later =>
        {
            var (sample, at) = (later.Sample, later.AddedAt);
            if (domains.Exists(known => known?.Contains(sample.Registrable) == true)) return;
            if ((counts[sample.Registrable] = counts.GetValueOrDefault(sample.Registrable) + 1) > PerDomain) return;
            rows.Add(new LaterRow(new EvaluationRow(new LabelledUrl(sample.Subject, sample.IsPhishing, sample.SeenAt, sample.Source), sample.Registrable), at));
        });
        return new LaterRows(rows.Count <= Most ? rows : rows[^Most..], domains.TrueForAll(known => known is not null));
    }

    /// <summary>Only the rows that Weir first knew in a time; the end is not part of it.</summary>
    public LaterRows Within(DateTimeOffset from, DateTimeOffset to) => new([.. All.Where(row => row.At >= from && row.At < to)], IsDisjoint);

    /// <summary>One score a row, in the order of the rows.</summary>
    public double[] Score(ScoringModel model, CancellationToken ct = default) => RowScoring.Score(model, _urls, ct);

    /// <summary>The figures of a model.</summary>
    public LaterFigures Measure(ScoringModel model, CancellationToken ct = default)
    {
        var scores = Score(model, ct);
        var (alarms, calls) = (At(scores, model.SuspiciousThreshold), At(scores, model.PhishingThreshold));
        return new LaterFigures(_labels.Length, Phishing, Domains, Of(Accuracy, alarms), Of(F1, alarms), Of(Recall, alarms), Of(FalsePositives, calls), Of(Tpr, scores));
    }

    /// <summary>One model less another, on the same rows and the same draws of domains.</summary>
    public LaterDifference Compare(ScoringModel model, ScoringModel other, CancellationToken ct = default)
    {
        var (one, two) = (Score(model, ct), Score(other, ct));
        double[] a = At(one, model.SuspiciousThreshold), b = At(two, other.SuspiciousThreshold);
        return new LaterDifference(Of(Accuracy, a, b), Of(F1, a, b),
            Of(FalsePositives, At(one, model.PhishingThreshold), At(two, other.PhishingThreshold)), Of(Tpr, one, two));
    }

    private static double[] At(double[] scores, double threshold) => Array.ConvertAll(scores, score => score >= threshold ? 1.0 : 0.0);

    private static double Accuracy(RankedRows rows, ReadOnlySpan<int> counts) => rows.ConfusionAt(0.5, counts).Accuracy;

    private static double F1(RankedRows rows, ReadOnlySpan<int> counts) => rows.ConfusionAt(0.5, counts).F1;

    private static double Recall(RankedRows rows, ReadOnlySpan<int> counts) => rows.ConfusionAt(0.5, counts).Recall;

    private static double FalsePositives(RankedRows rows, ReadOnlySpan<int> counts) => rows.ConfusionAt(0.5, counts).FalsePositiveRate;

    private static double Tpr(RankedRows rows, ReadOnlySpan<int> counts) => rows.TprAtFpr(0.01, counts);

    private Figure Of(RankedMetric metric, double[] scores) => _labels.Length == 0
        ? new Figure(null, null, null)
        : Figure.Of(GroupBootstrap.Interval(metric, scores, _labels, _domains, new BootstrapParameters()));

    private Figure Of(RankedMetric metric, double[] scores, double[] others) => _labels.Length == 0
        ? new Figure(null, null, null)
        : Figure.Of(GroupBootstrap.Difference(metric, scores, others, _labels, _domains, new BootstrapParameters()));
}

/// <summary>Figures of one model less those of another, each with its 95 % interval over domains.</summary>
public sealed record LaterDifference(Figure Accuracy, Figure F1, Figure FalsePositiveRate, Figure TprAt1Percent);
