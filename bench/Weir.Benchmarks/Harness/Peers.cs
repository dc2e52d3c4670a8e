using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Weir.Benchmarks.Harness;

/// <summary>What a peer did on one test: its printed figures and its score for every row.</summary>
internal sealed record PeerScores(string Name, string Key, JsonObject Figures, double[] Scores);

/// <summary>
/// The Python peers, trained and scored on the same rows by the script that comes with the rows. A run takes minutes and
/// is deterministic, so it is kept under the hash of script and rows; <c>--fresh-peers</c> runs it again.
/// </summary>
internal sealed class Peers(Bench bench)
{
    private static readonly string[] Keys = ["lexical", "char"];
    private readonly HashSet<string> _fresh = [];

    /// <summary>Scores of both peers on one of the tests of a training set.</summary>
    public IReadOnlyList<PeerScores> On(string train, string[] tests, string test)
    {
        var folder = Run(train, tests);
        var lines = File.ReadAllLines(Path.Combine(folder, "peers.jsonl")).Select(line => (JsonObject)JsonNode.Parse(line)!).ToList();
        return [.. Keys.Select(key =>
        {
            var figures = lines.First(line => line["test"]!.GetValue<string>() == $"{test}.csv.gz" && line["peer"]!.GetValue<string>().StartsWith(key, StringComparison.Ordinal));
            return new PeerScores(figures["peer"]!.GetValue<string>(), key, figures, Npy.Read(Path.Combine(folder, $"{key}-{test}.csv.gz.npy")));
        })];
    }

    /// <summary>The kept or fresh run; its folder.</summary>
    private string Run(string train, string[] tests)
    {
        string[] files = [bench.SharedFile("bench/peers.py"), bench.SplitFile(train), .. tests.Select(bench.SplitFile)];
        var folder = Path.Combine(bench.Cache, "peers", $"{train}-{HashOf(files)}");
        var isKept = File.Exists(Path.Combine(folder, "peers.jsonl")) && (!bench.Has("--fresh-peers") || _fresh.Contains(folder));
        if (isKept) return folder;
        Directory.CreateDirectory(folder);
        bench.Say($"running the peers on {train} (a few minutes)");
        var run = Child.Run("/usr/bin/python3", [files[0], "--save-scores", folder, .. files[1..]]);
        File.WriteAllText(Path.Combine(folder, "peers.jsonl"), run.Output);
        _fresh.Add(folder);
        return folder;
    }

    internal static string HashOf(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files) hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
