using System.Globalization;
using Weir.Pipeline;
using Weir.Pipeline.Keeping;
using Weir.Storage;

namespace Weir.Cli.Doctor;

/// <summary>The database: damage, the chain of the audit log, the clock against what was written, cycles that stand still.</summary>
internal static class DatabaseCheck
{
    private static readonly TimeSpan Still = TimeSpan.FromHours(6);

    public static IEnumerable<Diagnosis> Run(WeirStore store)
    {
        if (store.File.Damage() is { } damage)
        {
            yield return Diagnosis.Broken("database", $"'{store.File.Path}' is damaged ({CliError.OneLine(damage)}); `weir restore FILE --force` brings a backup back.");
            yield break;
        }

        yield return Diagnosis.Ok("database", string.Create(CultureInfo.InvariantCulture, $"{store.File.Path} {(store.File.IsFile ? "is whole" : "answers")} ({store.File.Program}), {store.File.Bytes / 1048576.0:N1} MiB."));
        var audit = store.Audit.Verify();
        yield return audit.Fault is { } fault
            ? Diagnosis.Broken("audit", fault.Entry == 0 ? fault.Sentence : $"{fault.Sentence} Compare the log with a backup (docs/audit.md).")
            : Diagnosis.Ok("audit", string.Create(CultureInfo.InvariantCulture, $"{audit.Entries:N0} entries, an unbroken chain{(audit.Anchor is { } anchor ? $"; {WeirStore.AnchorName} holds entry {anchor.Entry}" : "")}."));
        foreach (var warning in audit.Warnings) yield return Diagnosis.Warning("audit", warning);
        if (DailyKeeping.ClockFault(store) is { } clock) yield return Diagnosis.Broken("clock", clock);
        foreach (var cycle in store.Cycles.UnfinishedEverywhere().Where(cycle => store.Time.GetUtcNow() - cycle.UpdatedAt > Still))
            yield return Diagnosis.Warning("cycle", string.Create(CultureInfo.InvariantCulture,
                $"{cycle.Name} has stood at the stage '{cycle.Stage}' since {cycle.UpdatedAt:yyyy-MM-dd HH:mm} UTC; `weir cycle --once{(cycle.Channel == 0 ? "" : " --channel " + ChannelNames.Of(store, cycle.Channel))}` goes on with it."));
    }
}
