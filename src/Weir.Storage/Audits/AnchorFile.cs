using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Storage.Audits;

/// <summary>
/// The newest entry that this machine has seen, in a file of the data directory: who cuts the log in the database must find this, too.
/// It goes forward only, and only along the log that it already knows.
/// </summary>
internal sealed class AnchorFile(string path)
{
    public const string Name = "audit-anchor.json";

    private readonly Lock _lock = new();

    private long _kept;

    /// <summary>What the file says.</summary>
    public AnchorReading Read()
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return new AnchorReading(new AuditAnchor(json.RootElement.GetProperty("entry").GetInt64(), json.RootElement.GetProperty("hash").GetString() ?? "", Name), null);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return new AnchorReading(null, null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new AnchorReading(null, fault.Message.TrimEnd('.'));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new AnchorReading(null, "it is not what Weir wrote");
        }
    }

    /// <summary>
    /// Keeps the newest entry. One that the log does not hold any more stays: it is the proof that something was cut off. One that cannot be
    /// read stays, too, until a person has seen it.
    /// </summary>
    public void Keep(long entry, string hash, Func<AuditAnchor, bool> isInLog)
    {
        if (entry == Interlocked.Read(ref _kept)) return;
        lock (_lock)
        {
            var before = Read();
            if (before.Fault is not null || (before.Anchor is { } known && (known.Entry >= entry || !isInLog(known)))) return;
            try
            {
                Write(string.Create(CultureInfo.InvariantCulture, $$"""{"entry": {{entry}}, "hash": "{{hash}}"}""") + "\n");
                _kept = entry;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // What was to be written is in the database; a directory that cannot be written is told elsewhere, and `weir audit verify` shows the age of the anchor.
            }
        }
    }

    private void Write(string text)
    {
        var next = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = OwnerOnly.Open(next, FileMode.Create))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            // An empty file after a loss of power would look like a hand that emptied it.
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}

/// <summary>What the anchor file says; both null when there is none.</summary>
/// <param name="Anchor">The entry that it names.</param>
/// <param name="Fault">Why it cannot be read.</param>
internal sealed record AnchorReading(AuditAnchor? Anchor, string? Fault);
