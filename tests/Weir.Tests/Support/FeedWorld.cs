using Weir.Detection.Reference;
using Weir.Evidence.Http;
using Weir.Pipeline.Feeds;
using Weir.Storage;
using Weir.Storage.Feeds;
using Weir.Storage.Samples;
using Xunit;

namespace Weir.Tests.Support;

/// <summary>A store, a clock, a web server and the feeds that lie on it.</summary>
internal sealed class FeedWorld(StoreKind kind = StoreKind.Sqlite) : IDisposable
{
    private readonly TempDatabase _place = new(kind);
    private readonly Dictionary<string, string> _settings = new(StringComparer.OrdinalIgnoreCase);
    private WeirStore? _store;

    public FakeTime Time { get; } = new();

    public WeirStore Store => _store ??= _place.Open(Time);

    public FeedServer Server { get; } = new();

    public string FeedDirectory(string name) => Path.Combine(_place.Path, "feeds", name);

    /// <summary>A feed on the server; further settings as NAME=value.</summary>
    public FeedWorld With(string name, string kind, params string[] more)
    {
        _settings[$"Feeds:{name}:Kind"] = kind;
        _settings[$"Feeds:{name}:Url"] = Server.Address("/" + name);
        foreach (var setting in more) _settings[$"Feeds:{name}:{setting.Split('=', 2)[0]}"] = setting.Split('=', 2)[1];
        return this;
    }

    /// <summary>From now on the server answers so, whatever it is asked.</summary>
    public FeedWorld Answering(FeedReply reply)
    {
        Server.Answer = _ => reply;
        return this;
    }

    public FeedCollector Collector()
    {
        var faults = new List<string>();
        var feeds = FeedSettings.From(_settings, faults);
        Assert.Empty(faults);
        var subjects = new UrlSubjects(ReferenceLists.Embedded);
        return new FeedCollector(Store, feeds, new FeedParts(new GuardedHttp(Time), subjects.TryRead, host => host == "example.com"));
    }

    public Task<CollectResult> CollectAsync(bool force = true) => Collector().CollectDueAsync(force, TestContext.Current.CancellationToken);

    /// <summary>Fetches the one feed and gives back the record.</summary>
    public async Task<FetchRecord> FetchAsync() => Assert.Single((await CollectAsync()).Fetches);

    public long Observations() => Store.Samples.Feeds().Sum(feed => feed.Observations);

    public IReadOnlyList<Reject> Rejects() => Store.Imports.Rejects(Store.Imports.Recent(1)[0].Id);

    public void Dispose()
    {
        Server.Dispose();
        _store?.Dispose();
        _place.Dispose();
    }
}
