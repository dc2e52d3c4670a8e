using System.Runtime.InteropServices;
using Weir.Detection.Urls;

namespace Weir.Detection.Reference.Generating;

/// <summary>
/// Refreshes reference lists in a data directory. A list is replaced whole or stays as it is: when the source cannot be
/// fetched or read, passes a bound, or names less than 80 % of what the list held.
/// </summary>
public sealed class ReferenceUpdater
{
    /// <summary>Ranks that are kept of a ranking.</summary>
    public const int Ranked = 100_000;

    private const int PopularRank = 1000;
    private const double LeastShare = 0.8;

    private readonly ReferenceDownload _download;
    private readonly string _folder;
    private readonly TimeProvider _time;

    /// <param name="http">A client that follows no redirect by itself.</param>
    /// <param name="dataDirectory">The lists go to its folder "lists".</param>
    /// <param name="time">Dates the lists.</param>
    /// <param name="bounds">Null: 64 MiB and 60 s a list.</param>
    public ReferenceUpdater(HttpClient http, string dataDirectory, TimeProvider time, UpdateBounds? bounds = null)
    {
        _download = new ReferenceDownload(http, bounds ?? UpdateBounds.Default, time);
        _folder = Path.Combine(dataDirectory, "lists");
        _time = time;
    }

    /// <summary>Refreshes one list.</summary>
    /// <param name="name">One of <see cref="ReferenceAddresses.Names"/>.</param>
    /// <param name="address">An http(s) address or a file; plain, .gz or .zip.</param>
    /// <param name="ct">Ends the work; the list then stays as it is.</param>
    public async Task<ReferenceUpdate> UpdateAsync(string name, string address, CancellationToken ct = default)
    {
        ReferenceFile old = Old(name);
        try
        {
            if (File.Exists(Path.Combine(_folder, name + ".txt")))
                throw new ReferenceFileException($"{Path.Combine(_folder, name + ".txt")} takes its place (delete that file first)");
            string[] lines = await _download.LinesAsync(address, ct);
            (ReferenceFile file, int leftOut) = Compile(name, lines, old, address);
            if (Size(file) < LeastShare * Size(old))
                throw new ReferenceFileException($"{address} names {Size(file)} entries, less than 80 % of the {Size(old)} before");
            Write(file);
            return new ReferenceUpdate(name, file.Count, old.Count, leftOut, null);
        }
        catch (Exception fault) when (fault is ReferenceFileException or IOException or UnauthorizedAccessException)
        {
            return new ReferenceUpdate(name, old.Count, old.Count, 0, $"{name} stays as it was: {fault.Message.TrimEnd('.')}.");
        }
    }

    private (ReferenceFile File, int LeftOut) Compile(string name, string[] lines, ReferenceFile old, string address)
    {
        DateOnly today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        switch (name)
        {
            case ListNames.Suffixes:
                if (!lines.Any(line => line.Contains("===END PRIVATE DOMAINS===", StringComparison.Ordinal)))
                    throw new ReferenceFileException($"{address} is not a whole public suffix list");
                return (SuffixCompiler.Compile(lines, address, today), 0);
            case ListNames.Popularity:
                return (PopularityCompiler.Renew(PopularityCompiler.Read(lines), old, Ranked, address, today), 0);
            default:
                HashSet<string> excluded = ReviewedExclusions.Of(name);
                HashSet<string> strange = [.. Strange(lines, old)];
                strange.ExceptWith(excluded);
                excluded.UnionWith(strange);
                return (HostListCompiler.Compile(name, lines, excluded, address, today), strange.Count);
        }
    }

    // A source that suddenly names google.com is wrong, or worse; the popular entries of the list in use were reviewed.
    private IEnumerable<string> Strange(string[] lines, ReferenceFile old)
    {
        var popularity = new Popularity(Old(ListNames.Popularity).Payload.Span);
        HashSet<ulong> known = [.. MemoryMarshal.Cast<byte, ulong>(old.Payload.Span)];
        return lines.Select(DomainLines.Clean).OfType<string>()
            .Where(domain => popularity.Rank(domain) is > 0 and <= PopularRank && !known.Contains(HostHash.Of(domain)));
    }

    private ReferenceFile Old(string name)
    {
        string path = Path.Combine(_folder, name + ".bin");
        try
        {
            if (File.Exists(path)) return ReferenceFile.Read(File.ReadAllBytes(path), path);
        }
        catch (Exception fault) when (fault is ReferenceFileException or IOException)
        {
            // A broken list is what the update replaces; the shipped one measures it.
        }
        return ReferenceLists.ReadShipped(name);
    }

    // Buckets are carried over, so only the ranks say how whole a ranking is.
    private static int Size(ReferenceFile file) =>
        file.Name == ListNames.Popularity ? MemoryMarshal.Read<int>(file.Payload.Span) : file.Count;

    private void Write(ReferenceFile file)
    {
        Directory.CreateDirectory(_folder);
        string path = Path.Combine(_folder, file.Name + ".bin"), fresh = path + ".new";
        using (var stream = new FileStream(fresh, FileMode.Create))
        {
            stream.Write(file.ToBytes());
            stream.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
    }
}
