using Weir.Detection.Lists;
using Weir.Pipeline.Monitoring;
using Weir.Pipeline.Registry;
using Weir.Server.Feeds;
using Weir.Storage;
using Weir.Storage.Alerts;
using Weir.Storage.Feeds;
using Weir.Tests.Support;

namespace Weir.BrowserTests.Support;

/// <summary>Something of everything that pages show, hostile where strangers write it.</summary>
internal static class SomeWorld
{
    /// <summary>A script where text belongs, a mark that turns the direction, and a quote that would leave an attribute.</summary>
    public const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'\u202Egnp.exe";

    /// <summary>Fills the store.</summary>
    public static void Fill(WeirStore store)
    {
        Alerts(store);
        Models(store);
        Feeds(store);
        Drift(store);
        store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Url, "bad.example/<script>alert(1)</script>", Hostile, null), Hostile);
        Audit(store);
        SomeRows.Fill(store);
    }

    // Two real models, the first of them at work, and one that a gate refused.
    private static void Models(WeirStore store)
    {
        SomeReport.Judged(store, SomeModel.Named("v1"), "v1", SomeReport.Of("v1", 0.6), """{"trees":{"count":200},"folds":3}""");
        new ModelRegistry(store).Promote("v1", "test");
        SomeReport.Judged(store, SomeModel.Named("v2"), "v2", SomeReport.Of("v2", 0.9, "v1", 0.6), """{"trees":{"count":300},"folds":3}""");
        SomeReport.Judged(store, SomeModel.Named("v3"), "v3", SomeReport.Of("v3", 0.2) with { Curves = null }, "{\"note\":\"<script>alert(1)</script>\"}", passed: false);
        store.Models.Refuse("v3", "test", Hostile);
    }

    private static void Feeds(WeirStore store)
    {
        FeedEditing.Set(store.DataDirectory, "openphish", [new("Kind", "openphish")], "test");
        FeedEditing.Set(store.DataDirectory, "quiet", [new("Kind", "lines"), new("Url", "http://feed.example/list"), new("Label", "phishing"), new("Enabled", "false")], "test");
        store.Feeds.Configure("openphish", 0.9);
        var fetch = store.Feeds.Begin("openphish");
        store.Feeds.Finish(fetch, new FeedBatch { Statements = [], Counts = new() }, FetchOutcomes.Failed, $"The feed openphish could not be fetched: {Hostile}.", store.Time.GetUtcNow().AddHours(1));
        store.Feeds.Configure(Hostile, 0.5);
        store.Standings.Quarantine(Hostile, Hostile, "test");
    }

    private static void Drift(WeirStore store)
    {
        var now = store.Time.GetUtcNow();
        foreach (var report in (DriftReport[])[SomeDriftReport.Of(now.AddDays(-1)), SomeDriftReport.Of(now)])
            store.Watch.KeepReport(report.At, report.Model, report.AsksForTraining, DriftText.Pack(report));
    }

    private static void Audit(WeirStore store)
    {
        store.Audit.Note("anna", "list.add", "https://bad.example/" + Hostile, Hostile);
        store.Audit.Note(Hostile, "feed.trust", Hostile, "0.5");
        for (var i = 0; i < 60; i++) store.Audit.Note("weir", "setting", $"name{i}", new string('x', 300));
    }

    private static void Alerts(WeirStore store)
    {
        var now = store.Time.GetUtcNow();
        store.Alerts.Apply(_ =>
        [
            Step("feed-failed", "openphish", 1, "The feed openphish did not answer.", now, null),
            Step("feed-shrunken", Hostile, 2, $"The feed {Hostile} has shrunk.", now.AddHours(-3), null),
            Step("drift", "url", 0, "Fewer addresses than usual.", now.AddDays(-2), now.AddDays(-1)),
        ]);
    }

    private static AlertStep Step(string kind, string subject, int level, string sentence, DateTimeOffset first, DateTimeOffset? over) => new(
        new AlertRecord { Kind = kind, Subject = subject, Level = level, Sentence = sentence, FirstAt = first, LastAt = over ?? first, Count = 3, ToldAt = first, ResolvedAt = over }, []);
}
