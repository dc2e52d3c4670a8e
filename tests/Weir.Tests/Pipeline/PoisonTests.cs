using Weir.Detection.Reference;
using Weir.Learning.Linear;
using Weir.Learning.Trees;
using Weir.Pipeline;
using Weir.Pipeline.Gates;
using Weir.Pipeline.Labeling;
using Weir.Pipeline.Training;
using Weir.Storage;
using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline;

/// <summary>The real learner in the real cycle, small: a feed turns bad, and the champion's verdicts on what it poisons stay.</summary>
public sealed class PoisonTests : IDisposable
{
    private static readonly UrlTrainingParameters Quick = new()
    {
        Text = new HashedLogisticParameters { Bits = 14, Epochs = 2 },
        Trees = new BoostedTreesParameters { Trees = 20, MaxLeaves = 8, MinRowsInLeaf = 10, ColumnSample = 0.7, RowSample = 0.9 },
        Folds = 2,
        SourceHoldout = 0,
        PhishingFpr = 0.02,
        SuspiciousFpr = 0.05,
    };

    // Toy rows are few and noisy: only the comparison with the champion is of interest here.
    private static readonly GateLimits Loose = new()
    {
        Accuracy = 0.5,
        F1 = 0.5,
        FalsePositiveRate = 0.2,
        Alarms = 0.3,
        TruePositiveRate = 0.1,
        CalibrationError = 0.3,
        Homepages = 1,
        FlipRate = 1,
        RenewalLoss = 0.5,
        SliceLoss = 1,
        Microseconds = 1e6,
    };

    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly Random _random = new(5);
    private readonly WeirStore _store;
    private readonly CycleParts _parts;
    private readonly List<string> _popular;
    private int _number;

    public PoisonTests()
    {
        _store = WeirStore.Open(_directory.Path, _time);
        _popular = [.. Enumerable.Range(0, 400).Select(i => Host(SomeUrls.Benign(_random), i))];
        var popular = _popular.ToHashSet(StringComparer.Ordinal);
        _parts = UrlCycle.Parts(ReferenceLists.Embedded, Quick, _time) with { IsPopularSite = popular.Contains };
        Week("crawl", [.. _popular.Select(host => ($"http://{host}/about", false)), .. Benign(500)]);
        Week("other", [.. Phishing(300)]);
        for (var week = 0; week < 6; week++) Week("turned", [.. Phishing(100)]);
        Assert.Equal("promoted", Cycle().Outcome);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    // A twentieth of the popular sites, and a fifth: as many as turn verdicts when nobody looks.
    [Theory]
    [InlineData(20)]
    [InlineData(80)]
    public void Popular_sites_called_phishing_at_once_keep_their_verdict(int sites)
    {
        var poison = Deep(_popular.Take(sites), 10);
        Unchanged(poison, () =>
        {
            Week("turned", [.. Phishing(100), .. poison.Select(url => (url, true))]);
            Cycle();
            Later();
            Cycle();
        });
        Assert.NotNull(_store.Standings.Find("turned")!.QuarantinedAt);
    }

    [Fact]
    public void Popular_sites_called_phishing_slowly_keep_their_verdict()
    {
        var poison = Deep(_popular.Take(80), 2);
        Unchanged(poison, () =>
        {
            for (var week = 0; week < 10; week++)
            {
                Week("turned", [.. Phishing(100), .. poison.Skip(16 * week).Take(16).Select(url => (url, true))]);
                Week("other", [.. Phishing(30)]);
                if (week % 4 == 3) Cycle();
            }

            Later();
            Cycle();
        });
        Assert.NotNull(_store.Standings.Find("turned")!.QuarantinedAt);
    }

    [Fact]
    public void Phishing_called_benign_keeps_its_verdict_whether_others_know_it_or_not()
    {
        var known = Labelled().Where(sample => sample is { IsPhishing: true, Source: "other" }).Select(sample => sample.Subject).Take(20);
        var poison = known.Concat(Phishing(400).Select(row => row.Url).Where(url => Score(url) > 0.9).Take(60)).ToList();
        Unchanged(poison, () =>
        {
            for (var week = 0; week < 4; week++)
            {
                Week("crawl", [.. Benign(100), .. poison.Skip(20 * week).Take(20).Select(url => (url, false))]);
                Week("other", [.. Phishing(30)]);
                if (week % 2 == 0) Cycle();
            }

            Later();
            Cycle();
        });
        Assert.NotNull(_store.Standings.Find("crawl")!.QuarantinedAt);
    }

    [Fact]
    public void Learned_without_a_review_the_same_poison_would_turn_verdicts()
    {
        var poison = Deep(_popular.Take(80), 10);
        Week("turned", [.. Phishing(100), .. poison.Select(url => (url, true))]);
        Later();
        var result = Cycle(_parts with { IsPopularSite = _ => false }, new LabelSettings { Quarantine = false });
        Assert.Equal("promoted", result.Outcome);
        Assert.InRange(poison.Count(Decision), 20, poison.Count);
    }

    // The newest rows are for judging only: what came before them is learned by now.
    private void Later()
    {
        for (var week = 0; week < 3; week++) Week("other", [.. Phishing(150)]);
    }

    private void Unchanged(List<string> subjects, Action happens)
    {
        var before = subjects.ConvertAll(Decision);
        var champion = _store.Models.Champion()!.Version;
        happens();
        var changed = subjects.Where((url, at) => Decision(url) != before[at]).ToList();
        Assert.True(changed.Count == 0, $"{changed.Count} of {subjects.Count} turned under {_store.Models.Champion()!.Version} (before: {champion}): {string.Join(' ', changed.Take(5))}");
    }

    private CycleResult Cycle(CycleParts? parts = null, LabelSettings? labels = null)
    {
        _time.Advance(TimeSpan.FromDays(2));
        return new ModelCycle(_store, parts ?? _parts, new CycleOptions { Labels = labels ?? new(), Limits = Loose, LeastRows = 100, TrainingInterval = TimeSpan.FromDays(1), Force = true }).Run(TestContext.Current.CancellationToken);
    }

    private bool Decision(string url) => Score(url) > 0.5;

    private double Score(string url) => LabelStage.ChampionScore(_store, _parts)(url)!.Value;

    private void Week(string feed, IReadOnlyList<(string Url, bool IsPhishing)> claims)
    {
        _time.Advance(TimeSpan.FromDays(3.5));
        using var writer = _store.Imports.Begin(feed, $"{_number++}");
        foreach (var (url, isPhishing) in claims)
        {
            var canonical = url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..];
            writer.Add(new Observation(feed, url, canonical, canonical.Split('/')[0], isPhishing, isPhishing ? _time.GetUtcNow() : null, null));
        }

        writer.Finish("done");
    }

    private List<(string Url, bool IsPhishing)> Phishing(int count) => [.. Enumerable.Range(0, count).Select(_ => Own(SomeUrls.Phishing(_random), "https")).Select(url => (url, true))];

    private List<(string Url, bool IsPhishing)> Benign(int count) => [.. Enumerable.Range(0, count).Select(_ => Own(SomeUrls.Benign(_random), "http")).Select(url => (url, false))];

    private static List<string> Deep(IEnumerable<string> hosts, int pages) => [.. hosts.SelectMany(host => Enumerable.Range(0, pages).Select(page => $"http://{host}/members/zone{page}"))];

    // Every address on a registrable domain of its own: the names of the made-up world share a few suffixes.
    private string Own(string url, string scheme)
    {
        var rest = url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..];
        return $"{scheme}://{Host(url, _number++)}{rest[rest.IndexOf('/')..]}";
    }

    private static string Host(string url, int number)
    {
        var host = url[(url.IndexOf("//", StringComparison.Ordinal) + 2)..].Split('/')[0].Replace("www.", "", StringComparison.Ordinal);
        return $"{host.Split('.')[0]}{number}.test";
    }

    private List<LabelledSample> Labelled()
    {
        var rows = new List<LabelledSample>();
        _store.Samples.ReadLabelled(rows.Add);
        return rows;
    }
}
