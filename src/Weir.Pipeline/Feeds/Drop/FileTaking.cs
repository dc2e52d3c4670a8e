using System.Globalization;
using System.Security.Cryptography;
using Weir.Pipeline.Files;
using Weir.Storage;
using Weir.Storage.Collecting;
using Weir.Storage.Samples;

namespace Weir.Pipeline.Feeds.Drop;

/// <summary>
/// Takes a file into the store once: the same bytes for the same feed with the same label are known when they come again. A run that
/// was stopped is done again; the store keeps no statement twice, and the counts are those of all its runs.
/// </summary>
internal sealed class FileTaking(WeirStore store, UrlImport import)
{
    /// <summary>What became of the file; null when it may not be read. Known: its bytes had come to their end before.</summary>
    public (TakenFile File, bool IsKnown)? Take(string path, string name, ImportOptions options, CancellationToken ct)
    {
        if (HashOf(path) is not { } hash) return null;
        var (feed, label) = (options.Feed ?? options.FeedOfRows ?? "", options.IsPhishing switch { true => "phishing", false => "benign", null => "" });
        if (store.Taken.Find(hash, feed, label) is { } known) return (known, known.IsFinished);
        var taken = new TakenFile { Sha256 = hash, Feed = feed, Label = label, Name = name, Outcome = "rejected", Sentence = "" };
        try
        {
            taken = Counted(taken, import.Run(path, options, ct: ct));
        }
        catch (InputFileException fault)
        {
            taken = taken with { Sentence = fault.Message.Replace(path, name, StringComparison.Ordinal), TakenAt = store.Time.GetUtcNow() };
        }

        store.Taken.Keep(taken);
        return (taken, false);
    }

    private TakenFile Counted(TakenFile taken, ImportResult result)
    {
        var counts = result.Counts;
        var before = store.Taken.AddedByStoppedRuns(taken.Sha256, counts.Id);
        var fault = result.Damage ?? Useless(counts);
        return taken with
        {
            Outcome = fault is null ? "taken" : "rejected",
            Sentence = fault ?? string.Create(CultureInfo.InvariantCulture, $"{counts.Read:N0} rows read, {counts.Added + before:N0} new, {counts.Rejected:N0} rejected."),
            TakenAt = store.Time.GetUtcNow(),
            ImportId = counts.Id,
            Read = counts.Read,
            Added = counts.Added + before,
            Duplicate = Math.Max(0, counts.Duplicate - before),
            Rejected = counts.Rejected,
            SetAside = counts.SetAside,
        };
    }

    private string? Useless(ImportRecord counts)
    {
        if (counts.Read == 0) return "The file holds no row.";
        if (counts.Added + counts.Duplicate > 0 || counts.Rejected <= counts.SetAside) return null;
        var reason = store.Imports.Rejects(counts.Id, 1).Select(reject => reject.Reason).FirstOrDefault() ?? "";
        return string.Create(CultureInfo.InvariantCulture, $"None of the {counts.Read:N0} rows could be used; the first: {reason}.");
    }

    private static string? HashOf(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
