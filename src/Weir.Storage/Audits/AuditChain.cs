using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Weir.Storage.Settings;

namespace Weir.Storage.Audits;

/// <summary>Goes along the entries, oldest first, up to the first that is not what was written.</summary>
internal sealed class AuditChain(IReadOnlyList<AuditAnchor> anchors)
{
    private AuditEntry? _last;

    public AuditFault? Fault { get; private set; }

    public long Entries { get; private set; }

    public string LastHash => _last?.Hash ?? "";

    private long LastId => _last?.Id ?? 0;

    /// <summary>Takes the next entry; false when it does not fit, and the rest need not be read.</summary>
    public bool Take(AuditEntry entry)
    {
        Fault = Gap(entry) ?? Content(entry) ?? Anchored(entry);
        if (Fault is not null) return false;
        _last = entry;
        Entries++;
        return true;
    }

    /// <summary>Says whether entries are missing behind the last, or stand there that were never counted.</summary>
    public void End(long counted, long stored)
    {
        if (Fault is not null) return;
        foreach (var anchor in anchors.Where(anchor => anchor.Entry > LastId).OrderByDescending(anchor => anchor.Entry).Take(1))
            Fault = new AuditFault(LastId + 1, $"{Named(LastId + 1, anchor.Entry)} missing at the end: the log ends {(LastId == 0 ? "before its first entry" : $"with entry {LastId}")}, and {anchor.Source} knows entry {anchor.Entry}.");
        if (Fault is null && stored > counted)
            Fault = new AuditFault(counted + 1, $"Entry {counted + 1} was not written by Weir: the database has counted {counted} entries.");
    }

    /// <summary>SHA-256 over the hash before and the fields of the entry, lower-case hex.</summary>
    public static string HashOf(AuditEntry entry)
    {
        // Lengths in front of the fields: no two entries can spell the same bytes.
        var text = new StringBuilder(entry.PreviousHash).Append('|').Append(entry.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        foreach (var field in (string[])[entry.Actor, entry.Action, entry.Subject, entry.Detail])
            text.Append('|').Append(field.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(field);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private AuditFault? Gap(AuditEntry entry) => entry.Id == LastId + 1
        ? null
        : new AuditFault(LastId + 1, $"{Named(LastId + 1, entry.Id - 1)} missing: {(LastId == 0 ? "the log begins with" : $"entry {LastId} is followed by")} entry {entry.Id}.");

    private AuditFault? Content(AuditEntry entry)
    {
        if (entry.Hash != HashOf(entry))
            return new AuditFault(entry.Id, $"Entry {entry.Id} was altered: what it says ({Said(entry)}) does not fit its hash.");
        if (entry.PreviousHash == LastHash) return null;
        return LastId == 0
            ? new AuditFault(entry.Id, $"Entry {entry.Id} was put in another's place: it names an entry before it, and there is none.")
            : new AuditFault(LastId, $"Entry {LastId} was replaced: entry {entry.Id} names another hash for the entry before it.");
    }

    private AuditFault? Anchored(AuditEntry entry) =>
        anchors.FirstOrDefault(anchor => anchor.Entry == entry.Id && anchor.Hash != entry.Hash) is { } known
            ? new AuditFault(entry.Id, $"Entry {entry.Id} was replaced: {known.Source} knows another hash of it.")
            : null;

    private static string Named(long first, long last) => first == last ? $"Entry {first} is" : $"Entries {first} to {last} are";

    private static string Said(AuditEntry entry) => string.Create(CultureInfo.InvariantCulture,
        $"{Shown(entry.Action)} {Shown(entry.Subject)} by {Shown(entry.Actor)}, {entry.At:yyyy-MM-dd HH:mm} UTC");

    // Whoever altered it may have put anything there.
    private static string Shown(string text)
    {
        var plain = string.Concat(text.Take(80).Select(letter => char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format ? '\uFFFD' : letter));
        return text.Length > 80 ? plain + "…" : plain;
    }
}
