using Weir.Storage;
using Weir.Storage.Audits;

namespace Weir.Server.Audits;

/// <summary>What was found when the log was last read as a whole.</summary>
/// <param name="State">What was found.</param>
/// <param name="At">When.</param>
internal sealed record AuditFinding(AuditState State, DateTimeOffset At);

/// <summary>Verifies the audit log, one reading at a time: a long log takes seconds, whoever asks.</summary>
internal sealed class AuditProof
{
    /// <summary>A log of at most so many entries is read each time somebody looks.</summary>
    public const int Short = 2_000;

    private readonly Lock _lock = new();

    /// <summary>What the last reading found; null before the first.</summary>
    public AuditFinding? Last { get; private set; }

    /// <summary>Reads the whole log.</summary>
    public AuditFinding Verify(WeirStore store)
    {
        lock (_lock) return Last = new AuditFinding(store.Audit.Verify(), store.Time.GetUtcNow());
    }

    /// <summary>What is known without waiting long: a reading of a short log, else what the last one found.</summary>
    public AuditFinding? Look(WeirStore store) => store.Audit.Count() <= Short ? Verify(store) : Last;
}
