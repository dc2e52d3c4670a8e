using Weir.Detection.Lists;
using Weir.Detection.Reference;
using Weir.Pipeline;
using Weir.Server.Lists;
using Weir.Storage;
using Weir.Storage.Appeals;

namespace Weir.Server.Appeals;

/// <summary>What became of a settlement.</summary>
/// <param name="Case">The case afterwards; null when it was not settled.</param>
/// <param name="Refusal">Why not, in one sentence with the way out; null when it was.</param>
/// <param name="Warning">What whoever settled it should know although it was done; null when nothing.</param>
public sealed record SettleResult(AppealCase? Case, string? Refusal, string? Warning)
{
    /// <summary>Whether the list entry is what was refused, rather than the case.</summary>
    public bool IsEntry { get; init; }
}

/// <summary>How a case is settled, by whatever way: the list entry is made here, and the store does the rest in one transaction.</summary>
public sealed class AppealSettling(ReferenceLists reference, int entryDays)
{
    private const string Main = "main";

    /// <summary>Settles a case of a tenant. Only the cases of main teach the model: it is everybody's.</summary>
    public SettleResult Settle(WeirStore store, string tenant, string actor, long id, SettleDraft draft)
    {
        if (store.Appeals.Case(tenant, id) is not { } about) return new(null, $"No case has the number {id}.", null);
        if (!about.IsActive) return Closed(about);
        var isPhishing = draft.IsPhishing ?? (about.Wanted == 1) == draft.IsOverturned;
        ListEntry? entry = null;
        if (draft.IsOverturned)
        {
            // Never forced: a settlement must not clear or block a whole platform.
            var reading = new ListEntryReader(reference).ReadPart(isPhishing ? ListKind.Block : ListKind.Allow, about.Subject, draft.Scope ?? ListScope.Url, force: false);
            if (reading.Entry is not { } read) return new(null, Narrower(reading.Refusal!), null) { IsEntry = true };
            entry = read with { Note = Cut($"appeal {id}: {draft.Reason}"), Expires = store.Time.GetUtcNow().AddDays(draft.Days ?? entryDays) };
        }

        var learns = tenant == Main && (draft.Learns ?? draft.IsOverturned);
        if (store.Appeals.Settle(tenant, id, new Settlement(draft.IsOverturned, isPhishing, draft.Reason, entry, learns), actor) is not { } settled) return Closed(about);
        store.ReviewQueue.Close(tenant, SubjectHash.Of(about.Canonical), isPhishing, actor);
        return new(settled, null, draft.IsOverturned && !isPhishing ? StillBlocked(store, tenant, about.Subject) : null);
    }

    private static SettleResult Closed(AppealCase about) => new(null, $"Case {about.Id} is closed ({AppealWords.Of(about.State)}); reopen it first.", null);

    private string? StillBlocked(WeirStore store, string tenant, string subject)
    {
        var (reader, now) = (new ListEntryReader(reference), store.Time.GetUtcNow());
        foreach (var scope in Enum.GetValues<ListScope>())
        {
            if (reader.ReadPart(ListKind.Block, subject, scope, force: true).Entry is not { } entry) continue;
            if (store.Lists.Find(tenant, ListKind.Block, scope, entry.Value) is { } own && !(own.Entry.Expires <= now))
                return $"Block entry {own.Id} ({ListWords.Of(scope)}) covers it as well and wins; remove it at /lists/{own.Id}.";
            if (tenant != Main && store.Lists.Find(Main, ListKind.Block, scope, entry.Value) is { } wide && !(wide.Entry.Expires <= now))
                return "The block list of this machine covers it as well and wins; ask the tenant main.";
        }

        return null;
    }

    private static string Narrower(string refusal) =>
        $"{ListWords.ForApi(refusal).Replace(", or set force to cover the whole platform", "", StringComparison.Ordinal).Replace(", or set force if the block is meant", "", StringComparison.Ordinal)}";

    private static string Cut(string text) => text.Length <= ListDraft.MostReason ? text : text[..(ListDraft.MostReason - 2)] + " …";
}
