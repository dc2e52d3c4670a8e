using System.Globalization;
using Weir.Detection.Reference;
using Weir.Learning.Linear;
using Weir.Learning.Trees;
using Weir.Pipeline;
using Weir.Pipeline.Training;
using Weir.Server.Schedules;
using Weir.Server.Settings;
using Weir.Storage;

namespace Weir.Cli.Demo;

/// <summary>
/// Some weeks in the life of Weir, in a minute or two: the real loop over a made-up world of feeds on this machine, with simulated time. Nothing
/// of it comes from outside, and one seed gives one history.
/// </summary>
internal sealed class DemoRun(ulong seed, string directory, TextWriter output, int days = DemoRun.Days)
{
    private const int DaysBefore = 20;
    /// <summary>How long the whole story takes.</summary>
    public const int Days = 46;

    private const int PopularListed = 40;

    private static readonly DateTimeOffset Start = new(2025, 3, 3, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromHours(6);

    /// <summary>Small enough for a training in a second; the rest is as in earnest.</summary>
    private static readonly UrlTrainingParameters Quick = new()
    {
        Text = new HashedLogisticParameters { Bits = 16, Epochs = 3 },
        Trees = new BoostedTreesParameters { Trees = 60, MaxLeaves = 12, MinRowsInLeaf = 10, ColumnSample = 0.7, RowSample = 0.9 },
        Folds = 3,
    };

    private const int SameWords = 12;
    private static readonly TimeSpan Again = TimeSpan.FromDays(5);

    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);
    private readonly SimulatedTime _time = new(Start);

    /// <summary>Lives through the weeks and tells them.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var world = new MadeUpWorld(seed, Start, DaysBefore, Days);
        var reference = ReferenceLists.Embedded;
        using var store = WeirStore.Open(directory, _time);
        await using var server = await FeedServer.StartAsync(ct);
        var settings = Settings(new MadeUpFeeds(world, [.. reference.Brands.All.SelectMany(brand => brand.Domains).Take(PopularListed)], _time), server);
        var faults = new List<string>();
        var options = LearningOptions.Read(settings, faults);
        if (faults.Count > 0) throw new InvalidOperationException(string.Join(' ', faults));
        Say("begin", $"seed {seed}: three phishing feeds and a list of trusted links on this machine, {days} days of simulated time");
        using var wiring = new LoopWiring(store, options, UrlCycle.Parts(reference, Quick, _time), reference, step => Tell(step));
        for (var end = Start.AddDays(days); _time.GetUtcNow() < end; _time.Advance(Step))
        {
            ct.ThrowIfCancellationRequested();
            Announce(world);
            await wiring.TickAsync(ct);
        }

        DemoEnd.Write(store, output);
    }

    private static Dictionary<string, string> Settings(MadeUpFeeds feeds, FeedServer server)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Training:Preset"] = "aggressive",
            ["Feeds:drop:Enabled"] = "false",
            ["Deployment:LeastLabelled"] = "100",
        };
        Feed("harbour", "lines", server.Serve("/harbour.txt", feeds.Harbour), "phishing");
        Feed("lighthouse", "cert", server.Serve("/lighthouse.csv", feeds.Lighthouse), "phishing");
        Feed("beacon", "json", server.Serve("/beacon.json", feeds.Beacon), "phishing", ("Columns:Url", "url"), ("Columns:SeenAt", "first_seen"));
        Feed("gardens", "csv", server.Serve("/gardens.csv", feeds.Gardens), "benign", ("Columns:Url", "url"), ("Columns:SeenAt", "seen_at"));
        return settings;

        void Feed(string name, string kind, string address, string label, params (string Name, string Value)[] more)
        {
            foreach (var (setting, value) in more.Concat([("Kind", kind), ("Url", address), ("Label", label), ("Enabled", "true"), ("Every", "6h"), ("StaleAfter", "2d")]))
                settings[$"Feeds:{name}:{setting}"] = value;
        }
    }

    // The troubles are told by the world itself, so that the reader sees whether Weir noticed.
    private void Announce(MadeUpWorld world)
    {
        foreach (var (at, text) in ((DateTimeOffset, string)[])
        [
            (world.BrokenFrom, $"the publisher of {world.Broken} moves and answers with a web page for two days"),
            (world.SilentFrom, $"{world.Silent} is down for four days"),
            (world.SecondEra, "phishing changes: machine-made names instead of brands"),
            (world.PoisonedFrom, $"someone fills {world.Poisoned} with popular and ordinary sites for six days"),
            (world.ThirdEra, "phishing changes: two words and a number, as small shops are named"),
            (world.ShopsFrom, "real small shops of such names open"),
        ])
            if (at > _time.GetUtcNow() - Step && at <= _time.GetUtcNow()) Say("world", text);
    }

    private void Tell(CycleProgress step)
    {
        if (DemoText.Short(step) is not { } text) return;
        // The same trouble is told again after some days, as alerts are.
        var key = step.Stage + string.Concat(string.Join(' ', text.Split(' ').Skip(1).Take(SameWords)).Where(letter => !char.IsDigit(letter)));
        if (_told.TryGetValue(key, out var last) && _time.GetUtcNow() - last < Again) return;
        _told[key] = _time.GetUtcNow();
        Say(step.Stage, text);
    }

    private void Say(string stage, string text) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow():yyyy-MM-dd HH:mm}  {stage,-9} {text}"));
}
