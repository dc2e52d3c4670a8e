using Weir.Pipeline;
using Weir.Pipeline.Alerts;
using Weir.Storage;
using Weir.Tests.Support;

namespace Weir.Tests.Pipeline.Alerts;

/// <summary>A store of one test with its clock, and what is raised in it.</summary>
internal sealed class SomeAlerts : IDisposable
{
    private readonly TempDatabase _place;

    public SomeAlerts(AlertSettings? settings = null, StoreKind kind = StoreKind.Sqlite)
    {
        _place = new TempDatabase(kind);
        Settings = settings ?? new AlertSettings { Webhook = new WebhookTarget(new Uri("http://127.0.0.1:9/")) };
        Store = _place.Open(Time);
        Log = new AlertLog(Store, Settings);
    }

    public FakeTime Time { get; } = new();

    public AlertSettings Settings { get; }

    public WeirStore Store { get; }

    public AlertLog Log { get; }

    public static Finding Stale(string feed = "openphish", FindingLevel level = FindingLevel.Warning) =>
        new(FindingKind.FeedStale, level, feed, $"The feed {feed} brought nothing new for 3 days.");

    public void Raise(params Finding[] findings) => Log.Raise(findings);

    public IReadOnlyList<string> Waiting(string channel = "webhook") => [.. Store.Alerts.Outbox.Pending(channel).Select(message => $"{message.Event} {message.Text}")];

    public void Dispose()
    {
        Store.Dispose();
        _place.Dispose();
    }
}
