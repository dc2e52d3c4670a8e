using Weir.Learning;
using Weir.Pipeline.Datasets;
using Weir.Pipeline.Evaluation;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;
using Weir.Storage.Samples;

namespace Weir.Tests.Support;

/// <summary>Models that are two numbers: the share of "bad" addresses that they find and of "good" ones that they call phishing.</summary>
internal static class ToyModels
{
    /// <summary>The bytes of a model.</summary>
    public static byte[] File(string version, double finds = 1, double alarms = 0)
    {
        var file = new ModelFileBuilder();
        file.Add<double>("figures", [finds, alarms]);
        return file.Build($$"""{"version":"{{version}}","schema":"toy"}""");
    }

    /// <summary>Opens one for scoring.</summary>
    public static ScoringModel Open(byte[] bytes, string name)
    {
        var figures = ModelFile.Read(bytes, name).Get<double>("figures").ToArray();
        return new ScoringModel(name, "", 0.9, 0.6, 0.5, () => url =>
        {
            var place = DomainBuckets.Place(url);
            var isAlarm = place < (url.Contains("bad", StringComparison.Ordinal) ? figures[0] : figures[1]);
            return isAlarm ? 0.95 + (0.04 * place) : 0.01 + (0.04 * place);
        });
    }

    /// <summary>Registers a model that passed its gates.</summary>
    public static ModelVersion Passed(WeirStore store, string version, double finds = 1, double alarms = 0)
    {
        var model = new ModelRegistry(store).Register(File(version, finds, alarms), new ModelOrigin("cycle", version), "test");
        store.Models.Judge(version, "{}", "[]", true, model.Sha256, "all gates passed", "test");
        return model;
    }

    /// <summary>Registers a model that passed its gates and makes it champion.</summary>
    public static void Champion(WeirStore store, string version, double finds = 1, double alarms = 0)
    {
        Passed(store, version, finds, alarms);
        if (!new ModelRegistry(store).Promote(version, "test").Done) throw new InvalidOperationException(version);
    }

    /// <summary>Labels so many bad and good addresses now; other names give others.</summary>
    public static void Label(WeirStore store, string name, int bad, int good, DateTimeOffset? seen = null)
    {
        using (var writer = store.Imports.Begin(name, name))
        {
            for (var i = 0; i < bad; i++) writer.Add(Statement($"bad{name}{i}.test", true, seen));
            for (var i = 0; i < good; i++) writer.Add(Statement($"good{name}{i}.test", false, seen));
            writer.Finish("done");
        }

        while (store.Samples.NextVotes(10_000) is { Count: > 0 } votes)
            store.Samples.Keep([.. votes.Select(vote => new LabelDecision(vote.SampleId, vote.IsPhishing ? Weir.Storage.Samples.Label.Phishing : Weir.Storage.Samples.Label.Benign, 1, 1, vote.FeedId, vote.SeenAt))]);
    }

    private static Observation Statement(string domain, bool isPhishing, DateTimeOffset? seen) =>
        new("feed", $"http://{domain}/", $"{domain}/", domain, isPhishing, seen, null);
}
