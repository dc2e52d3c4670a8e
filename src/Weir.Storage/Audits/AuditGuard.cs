using System.Data.Common;
using Weir.Storage.Engines;

namespace Weir.Storage.Audits;

/// <summary>What stands around the entries: their tables, the triggers that refuse changes, and the anchor outside the database.</summary>
internal sealed class AuditGuard(IEngine engine, AnchorReading anchor)
{
    public const string Table = "audit";

    private const string Head = "audit_head";

    /// <summary>The fault of a log that is not there at all; null when its tables are.</summary>
    public AuditFault? Lost(DbConnection connection) => !engine.HasTable(connection, Table)
            ? new AuditFault(0, $"The audit log is gone: the database has no table {Table} any more{(anchor.Anchor is { } known ? $", and {AnchorFile.Name} knows {known.Entry} entries of it" : "")}. Bring a backup back (`weir restore FILE --force`).")
        : !engine.HasTable(connection, Head)
            ? new AuditFault(0, $"The count of the audit log is gone: the database has no table {Head} any more, and without it nothing more can be written. Bring a backup back (`weir restore FILE --force`).")
        : null;

    /// <summary>Faults of the log as a whole.</summary>
    public IEnumerable<AuditFault> Faults(DbConnection connection)
    {
        if (anchor.Fault is { } unreadable)
            yield return new AuditFault(0, $"{AnchorFile.Name} in the data directory cannot be read ({unreadable}), so that a log whose end was cut off might not be noticed. Hold the log against an anchor that was noted elsewhere (`weir audit verify --anchor N:HASH`), then move the file away: the next change writes another.");
        if (engine.MissingTriggers(connection, Table) is { Count: > 0 } missing)
            yield return new AuditFault(0, $"The database does not refuse changes of the audit log any more: {(missing.Count == 1 ? $"its trigger {missing[0]} is" : $"its triggers {string.Join(" and ", missing)} are")} missing, switched off or altered. Find out who did that, compare the log with a backup, then set them again with `weir audit protect`.");
    }

    /// <summary>What should be seen to although nothing speaks against the log.</summary>
    public IEnumerable<string> Warnings(long entries)
    {
        if (entries > 0 && anchor is { Anchor: null, Fault: null })
            yield return $"{AnchorFile.Name} is not in the data directory, so that a log whose end was cut off together with its count would not be noticed. Where the directory is new, restored or of an older version, the next change writes the file; where somebody took it away, hold the log against an anchor that was noted elsewhere (`weir audit verify --anchor N:HASH`).";
    }
}
