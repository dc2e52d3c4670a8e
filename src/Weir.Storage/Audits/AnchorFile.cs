using System.Globalization;
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

    /// <summary>What the file says; null when there is none, or none that can be read.</summary>
    public AuditAnchor? Read()
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return new AuditAnchor(json.RootElement.GetProperty("entry").GetInt64(), json.RootElement.GetProperty("hash").GetString() ?? "", Name);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Keeps the newest entry. One that the log does not hold any more stays: it is the proof that something was cut off.</summary>
    public void Keep(long entry, string hash, Func<AuditAnchor, bool> isInLog)
    {
        if (entry == Interlocked.Read(ref _kept)) return;
        lock (_lock)
        {
            if (Read() is { } known && (known.Entry >= entry || !isInLog(known))) return;
            try
            {
                var next = $"{path}.{Environment.ProcessId}.tmp";
                File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $$"""{"entry": {{entry}}, "hash": "{{hash}}"}""") + "\n");
                File.Move(next, path, overwrite: true);
                _kept = entry;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // What was to be written is in the database; a directory that cannot be written is told elsewhere, and `weir audit verify` shows the age of the anchor.
            }
        }
    }
}
