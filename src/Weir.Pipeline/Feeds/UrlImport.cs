using System.Security.Cryptography;
using Weir.Pipeline.Files;
using Weir.Storage;
using Weir.Storage.Samples;

namespace Weir.Pipeline.Feeds;

/// <summary>How a file is to be read. A given feed or label holds for every row that does not say otherwise itself.</summary>
public sealed record ImportOptions
{
    /// <summary>How the records are written.</summary>
    public FileFormat Format { get; init; }

    /// <summary>The feed; null takes the source column up to its first colon, and the file's name without one.</summary>
    public string? Feed { get; init; }

    /// <summary>The feed of rows whose source column says nothing; null takes the file's name.</summary>
    public string? FeedOfRows { get; init; }

    /// <summary>The label of rows without one; true = phishing.</summary>
    public bool? IsPhishing { get; init; }
}

/// <summary>What an import did; the damage is one sentence when the file could not be read to its end.</summary>
public sealed record ImportResult(ImportRecord Counts, string? Damage);

/// <summary>
/// Reads the observations of a file into the store in one pass and flat memory. Unreadable records are kept with line and reason.
/// Importing the same file again adds nothing; an import that was stopped is completed by running it again.
/// </summary>
public sealed class UrlImport(WeirStore store, SubjectReader read, Func<string, bool> isPopularHost)
{
    private const int ProgressRows = 50_000;

    private static readonly Column[] Columns = [Column.Url, Column.Label, Column.SeenAt, Column.Source, Column.Target, new("phish_id")];

    private readonly SubjectReading _reading = new(read, isPopularHost);

    /// <summary>Imports one file; <see cref="InputFileException"/> when it cannot be read at all.</summary>
    public ImportResult Run(string path, ImportOptions options, Action<ImportRecord>? progress = null, CancellationToken ct = default)
    {
        var feed = options.Feed ?? options.FeedOfRows ?? FeedOf(path);
        var format = options.Format == FileFormat.Auto ? MailFormat.Of(path) : options.Format;
        if (format is FileFormat.Mbox or FileFormat.Eml) return Mails(path, format, feed, options, ct);
        using var rows = RowReader.From(RowSource.Open(path, Columns, options.Format));
        using var writer = store.Imports.Begin(path, HashOf(path));
        while (rows.Read())
        {
            Take(rows, writer, feed, options);
            if (writer.Counts.Read % ProgressRows != 0) continue;
            ct.ThrowIfCancellationRequested();
            progress?.Invoke(writer.Counts);
        }

        return new ImportResult(writer.Finish(rows.Damage is null ? "done" : "damaged"), rows.Damage);
    }

    private ImportResult Mails(string path, FileFormat format, string feed, ImportOptions options, CancellationToken ct)
    {
        using var writer = store.Imports.Begin(path, HashOf(path));
        var damage = new MailImport(_reading, isPopularHost, Believed).Run(path, format == FileFormat.Mbox, feed, options.IsPhishing, writer, ct);
        return new ImportResult(writer.Finish(damage is null ? "done" : "damaged"), damage);
    }

    private void Take(RowReader rows, SampleWriter writer, string feed, ImportOptions options)
    {
        if (rows.Fault != RecordFault.None)
        {
            writer.Reject(rows.Line, rows.Fault.Phrase(), rows.Raw());
            return;
        }

        var fault = Read(rows, feed, options, out var observation);
        if (fault is not null) writer.Reject(rows.Line, fault, rows.Raw());
        else if (observation.IsPhishing && _reading.IsPopularHomepage(new SubjectKey(observation.Canonical, observation.Registrable)))
            writer.Reject(rows.Line, SubjectReading.SetAside, rows.Raw(), setAside: true);
        else writer.Add(observation);
    }

    private string? Read(RowReader rows, string feed, ImportOptions options, out Observation observation)
    {
        observation = default;
        var fault = _reading.Read(rows.Text(0), out var subject, out var key);
        var stated = rows.Text(1);
        var label = FieldReading.Label(stated) ?? options.IsPhishing ?? (rows.Text(5).Length > 0 ? true : null);
        if (label is null) return stated.Length == 0 ? "no label; name one with --label, or put the file into phishing/ or benign/" : "the label is neither phishing nor benign";
        if (fault is not null) return fault;
        var source = rows.Text(3);
        var name = options.Feed is null && source.Length > 0 ? source.Split(':')[0] : feed;
        var target = rows.Text(4);
        observation = new Observation(name, subject, key.Canonical, key.Registrable, label.Value, Believed(FieldReading.Time(rows.Text(2))), target.Length == 0 ? null : target);
        return null;
    }

    // A time that has not come yet would put the row behind every cut.
    private DateTimeOffset? Believed(DateTimeOffset? time) => time <= store.Time.GetUtcNow().AddDays(1) && time is { Year: >= 1990 } ? time : null;

    private static string FeedOf(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.IndexOf('.', 1);
        return dot < 0 ? name : name[..dot];
    }

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
