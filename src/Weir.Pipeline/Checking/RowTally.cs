using System.Buffers;
using Weir.Detection;
using Weir.Detection.Urls;

namespace Weir.Pipeline.Checking;

/// <summary>What is counted of the rows of one batch, and the rows that could not be judged. For one thread at a time.</summary>
public sealed class RowTally(PublicSuffixes suffixes)
{
    private const int LongestSubject = 500;

    private readonly UrlScratch _scratch = new();
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _domains = new Dictionary<string, long>().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The number of the batch's first row, from 1.</summary>
    public long FirstRow { get; set; }

    /// <summary>Rows that were not benign, by category.</summary>
    public Dictionary<string, long> Categories { get; } = [];

    /// <summary>Rows that were not benign, by the brand that they name.</summary>
    public Dictionary<string, long> Brands { get; } = [];

    /// <summary>Phishing and suspicious rows by registrable domain, or host where there is none.</summary>
    public Dictionary<string, long> Domains => _domains.Dictionary;

    /// <summary>Rows that could not be judged, as CSV: row, reason, subject.</summary>
    public ArrayBufferWriter<byte> Errors { get; } = new();

    /// <summary>How many rows could not be judged.</summary>
    public long ErrorCount { get; private set; }

    /// <summary>Empties it for the next batch.</summary>
    public void Clear()
    {
        Categories.Clear();
        Brands.Clear();
        Domains.Clear();
        Errors.ResetWrittenCount();
        ErrorCount = 0;
    }

    /// <summary>Hears of a row.</summary>
    /// <param name="index">Where in the batch it stands, from 0.</param>
    /// <param name="verdict">The verdict, which may be an error.</param>
    /// <param name="subject">The subject, or what could be read of the row.</param>
    public void Row(int index, in QuickVerdict verdict, ReadOnlySpan<char> subject)
    {
        if (verdict.Error is { } error) Fault(FirstRow + index, error, subject);
        if (verdict.Decision is not (Decision.Phishing or Decision.Suspicious)) return;
        Add(Categories, verdict.Category);
        if (verdict.Brand is { } brand) Add(Brands, brand);
        if (!UrlParser.TryParse(subject, _scratch, out var url, out _)) return;
        var domain = url.HostKind == HostKind.Domain ? suffixes.Registrable(url.Host) : url.Host;
        if (domain.IsEmpty) domain = url.Host;
        if (domain.IsEmpty) return;
        _domains.TryGetValue(domain, out var count);
        _domains[domain] = count + 1;
    }

    private void Fault(long row, string error, ReadOnlySpan<char> subject)
    {
        ErrorCount++;
        CsvText.Number(Errors, row);
        CsvText.Byte(Errors, ',');
        CsvText.Guarded(Errors, error, (byte)',');
        CsvText.Byte(Errors, ',');
        CsvText.Cell(Errors, System.Text.Encoding.UTF8.GetBytes((subject.Length > LongestSubject ? subject[..LongestSubject] : subject).ToString()), (byte)',', isGuarded: true);
        CsvText.Byte(Errors, '\n');
    }

    private static void Add(Dictionary<string, long> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}
