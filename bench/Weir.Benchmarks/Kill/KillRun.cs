using System.Diagnostics;
using Weir.Learning.Numerics;
using Weir.Storage;

namespace Weir.Benchmarks.Kill;

/// <summary>What the kills did: how many fell into each stage, and everything that was wrong afterwards.</summary>
internal sealed record KillReport(IReadOnlyDictionary<string, int> Stages, int Random, IReadOnlyList<string> Faults, long Growth);

/// <summary>
/// Kills the real executable in every stage of a cycle and at random moments, on toy feeds in a temporary directory, and looks
/// after each kill and after the run that follows it.
/// </summary>
internal sealed class KillRun : IDisposable
{
    private const int Rows = 400;

    private readonly string _weir;
    private readonly Action<string> _say;
    private readonly Xoshiro256 _random;
    private readonly string _root = Directory.CreateTempSubdirectory("weir-kill-").FullName;
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, int> _stages = [];
    private int _randomKills;
    private double _cycleMs;
    private double _importMs;

    public KillRun(string weir, ulong seed, Action<string> say)
    {
        (_weir, _say) = (weir, say);
        _random = new Xoshiro256(seed);
    }

    /// <summary>One kill in each stage, then so many at random.</summary>
    public async Task<KillReport> RunAsync(int random)
    {
        var template = Path.Combine(_root, "template");
        ToyWorld.WriteParameters(template);
        var samples = await ImportAsync(template, Rows, seed: 1);
        foreach (var point in KillPoint.OfCycle) await StageAsync(template, point, samples);
        await FeedAsync(template, samples);
        var growth = await RandomAsync(template, random, samples);
        return new KillReport(_stages, _randomKills, _faults, growth);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private async Task StageAsync(string template, KillPoint point, long samples)
    {
        _say($"killing in the stage '{point.Stage}'");
        var data = Copy(template, "stage");
        using (var victim = Cycle(data))
        {
            var reached = await point.ReachAsync(victim, data);
            var killed = await victim.KillAsync();
            if (reached && (killed || point.Line == "  promoted ")) Hit(point.Stage);
            var promoted = victim.Seen.FirstOrDefault(line => line.Contains("  promoted ", StringComparison.Ordinal));
            await LookAsync(point.Stage, data, new Acknowledged(samples, [], promoted is null ? null : Version(promoted)));
        }

        Directory.Delete(data, recursive: true);
    }

    // One directory that lives through all of them, with a champion that must never be lost.
    private async Task<long> RandomAsync(string template, int count, long samples)
    {
        var data = Copy(template, "random");
        var watch = Stopwatch.StartNew();
        using (var whole = Cycle(data)) await whole.EndAsync();
        _cycleMs = watch.Elapsed.TotalMilliseconds;
        var before = Aftermath.LeftBehind(data);
        var blocked = new List<string>();
        for (var i = 0; _randomKills < count && i < 3 * count; i++)
        {
            // Two kills one after the other, and then a run to the end with something new.
            var isFirst = i % 2 == 0;
            if (isFirst) blocked.Add(await BlockAsync(data, $"blocked{i}.example"));
            if (isFirst) samples = await KilledImportAsync(data, 100 + i, samples);
            using var victim = Cycle(data);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.NextDouble() * _cycleMs));
            if (await victim.KillAsync()) _randomKills++;
            var when = $"random {i + 1}, after '{victim.Seen.LastOrDefault() ?? "nothing"}'";
            if (isFirst && _randomKills < count) Note(when, Aftermath.AfterKill(data, new Acknowledged(samples, blocked)));
            else await LookAsync(when, data, new Acknowledged(samples, blocked));
        }

        await ServeAsync(data, new Acknowledged(samples, blocked));
        return Aftermath.LeftBehind(data) - before;
    }

    private async Task LookAsync(string when, string data, Acknowledged acknowledged)
    {
        Note(when, Aftermath.AfterKill(data, acknowledged));
        using var next = Cycle(data);
        var (code, error) = await next.EndAsync();
        if (code != 0) Note(when, [$"the cycle after it ended with code {code}: {error.Trim()}"]);
        Note(when, Aftermath.AfterCycle(data, acknowledged));
    }

    private async Task<long> ImportAsync(string data, int rows, int seed)
    {
        var watch = Stopwatch.StartNew();
        using var victim = Weir("import", ToyWorld.Write(Path.Combine(_root, $"feed-{seed}.csv"), rows, seed), "--data", data);
        var (code, error) = await victim.EndAsync();
        _importMs = watch.Elapsed.TotalMilliseconds;
        if (code != 0) Note("import", [error.Trim()]);
        return Samples(data);
    }

    // Killed at any moment, then run again: nothing twice, nothing missing.
    private async Task<long> KilledImportAsync(string data, int seed, long samples)
    {
        const int Few = 10;
        using (var victim = Weir("import", ToyWorld.Write(Path.Combine(_root, $"feed-{seed}.csv"), Few, seed), "--data", data))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.NextDouble() * 0.9 * _importMs));
            if (await victim.KillAsync()) Hit("import");
            else samples += 2 * Few;
        }

        Note($"import {seed}", Aftermath.AfterKill(data, new Acknowledged(samples, [])));
        var after = await ImportAsync(data, Few, seed);
        if (after != samples && after != samples + (2 * Few)) Note($"import {seed}", [$"{after} samples after running it again, not {samples + (2 * Few)}"]);
        return after;
    }

    // Killed with half of a feed under way; the next fetch makes it whole.
    private async Task FeedAsync(string template, long samples)
    {
        _say("killing in the stage 'feed'");
        var data = Copy(template, "feed");
        using var feed = new SlowFeed();
        using (var victim = new Victim(_weir, ["feeds", "fetch", "slow", "--data", data], [.. ToyWorld.Environment, .. feed.Settings]))
        {
            await feed.HalfSent.WaitAsync(TimeSpan.FromMinutes(1));
            if (await victim.KillAsync()) Hit("feed");
        }

        Note("feed", Aftermath.AfterKill(data, new Acknowledged(samples, [])));
        using var again = new Victim(_weir, ["feeds", "fetch", "slow", "--data", data], [.. ToyWorld.Environment, .. feed.Settings]);
        var (code, error) = await again.EndAsync();
        if (code != 0) Note("feed", [$"the fetch after it ended with code {code}: {error.Trim()}"]);
        if (Samples(data) != samples + SlowFeed.Lines) Note("feed", [$"{Samples(data)} samples after fetching it again, not {samples + SlowFeed.Lines}"]);
    }

    // The server is killed as it answers and learns; the next one serves the same champion.
    private async Task ServeAsync(string data, Acknowledged acknowledged)
    {
        for (var i = 0; i < 2; i++)
        {
            using var server = Weir("serve", "--urls", "http://127.0.0.1:0", "--data", data);
            if (!await server.ReachAsync(line => line.Contains("(champion) answers", StringComparison.Ordinal))) Note("serve", [$"it does not serve the champion: {string.Join(' ', server.Seen)}"]);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.NextDouble() * 1000));
            if (await server.KillAsync()) Hit("serve");
        }

        await LookAsync("serve", data, acknowledged);
    }

    private void Hit(string stage) => _stages[stage] = _stages.GetValueOrDefault(stage) + 1;

    // Killed the moment it says that it is done.
    private async Task<string> BlockAsync(string data, string host)
    {
        using var victim = Weir("lists", "add", "block", host, "--data", data);
        if (!await victim.ReachAsync(_ => true)) Note("lists", ["`weir lists add` said nothing"]);
        await victim.KillAsync();
        return host;
    }

    private Victim Cycle(string data) => Weir("cycle", "--once", "--data", data);

    private Victim Weir(params string[] arguments) => new(_weir, arguments, ToyWorld.Environment);

    private void Note(string when, IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            _say($"{when}: {fault}");
            _faults.Add($"{when}: {fault}");
        }
    }

    private string Copy(string template, string name)
    {
        var copy = Path.Combine(_root, name);
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.EnumerateFiles(template)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static long Samples(string data)
    {
        using var store = WeirStore.Open(data, TimeProvider.System);
        return store.Samples.CountLabels().Samples;
    }

    private static string Version(string line) => line[(line.IndexOf("  promoted ", StringComparison.Ordinal) + 11)..].Trim().Split(' ')[0];
}
