namespace Weir.Storage.Audits;

/// <summary>Whether the audit log is what was written.</summary>
/// <param name="Entries">How many entries were read.</param>
/// <param name="LastHash">The hash of the last one that was read; empty when there is none.</param>
/// <param name="Anchor">What is kept of the log outside the database on this machine; null when nothing is.</param>
/// <param name="Fault">The first entry that is not what was written, or what guards the log and is gone; null when all is well.</param>
/// <param name="Warnings">What does not speak against the log and leaves it less guarded, one sentence each with what to do.</param>
public sealed record AuditState(long Entries, string LastHash, AuditAnchor? Anchor, AuditFault? Fault, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether nothing was changed, taken away or slipped in, and the log is guarded as it was made.</summary>
    public bool IsWhole => Fault is null;
}

/// <summary>The first entry that is not what was written.</summary>
/// <param name="Entry">Its number; 0 when it is no single entry but the log as a whole.</param>
/// <param name="Sentence">What happened to it, in one sentence; for the log as a whole, with the way out.</param>
public sealed record AuditFault(long Entry, string Sentence);

/// <summary>What is known of the log outside its table: this entry was there, with this hash.</summary>
/// <param name="Entry">The number of the entry.</param>
/// <param name="Hash">Its hash, lower-case hex.</param>
/// <param name="Source">Who says so, as it stands in a sentence.</param>
public sealed record AuditAnchor(long Entry, string Hash, string Source);
