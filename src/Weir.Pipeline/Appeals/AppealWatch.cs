using System.Globalization;
using Weir.Storage;

namespace Weir.Pipeline.Appeals;

/// <summary>The turn to appeals: tells of cases past their deadline, closes what nobody will settle, and erases contacts that are no longer needed.</summary>
public static class AppealWatch
{
    private const string Subject = "appeals";

    /// <summary>One look.</summary>
    public static IReadOnlyList<Finding> Run(WeirStore store, AppealSettings settings)
    {
        var now = store.Time.GetUtcNow();
        store.Appeals.Expire(now - settings.ExpireAfter);
        store.Appeals.EraseContacts(now - settings.KeepContacts);
        var counts = store.Appeals.Count(null);
        if (counts.Overdue == 0) return [new Finding(FindingKind.AppealsOverdue, FindingLevel.Warning, Subject, "No appeal is past its deadline any more.") { IsOver = true }];
        return
        [
            new Finding(FindingKind.AppealsOverdue, FindingLevel.Warning, Subject, string.Create(CultureInfo.InvariantCulture,
                $"{counts.Overdue:N0} {(counts.Overdue == 1 ? "appeal is" : "appeals are")} past the deadline, the oldest since {counts.NextDeadline:yyyy-MM-dd HH:mm}: settle {(counts.Overdue == 1 ? "it" : "them")} at /appeals or by `weir appeals`.")),
        ];
    }
}
