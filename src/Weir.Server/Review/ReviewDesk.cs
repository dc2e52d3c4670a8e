using Weir.Detection;
using Weir.Detection.Lists;
using Weir.Detection.Urls;
using Weir.Pipeline.Feeds;
using Weir.Server.Lists;
using Weir.Server.Live;
using Weir.Server.Models;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Review;

namespace Weir.Server.Review;

/// <summary>What somebody decides about a subject: of the queue by its number, or by its text.</summary>
/// <param name="Field">Where it stands in what was sent, for the faults: empty, or with a dot at its end.</param>
/// <param name="Id">The number in the queue; null when the subject is named.</param>
/// <param name="Subject">The subject; null when the number is named.</param>
/// <param name="IsPhishing">What it is; null leaves it and takes it off the queue.</param>
/// <param name="Scope">How much a list entry that says so at once covers; null makes none.</param>
internal sealed record ReviewDraft(string Field, long? Id, string? Subject, bool? IsPhishing, ListScope? Scope);

/// <summary>Where people judge what the model is unsure of, whether by the API or on the page.</summary>
internal sealed class ReviewDesk(ServerOptions options, DetectorHolder holder, ListDesk lists, LiveEvents live)
{
    /// <summary>Keeps decisions of the caller's tenant, all or none; gives back how many, and what is wrong.</summary>
    public int Decide(WeirStore store, Caller caller, IReadOnlyList<ReviewDraft> drafts, List<Fault> faults)
    {
        var (subjects, reader, decisions) = (new UrlSubjects(lists.Reference), new ListEntryReader(lists.Reference), new List<ReviewDecision>());
        foreach (var draft in drafts)
            if (Read(store, caller, draft, subjects, reader, faults) is { } decision) decisions.Add(decision);
        if (faults.Count > 0 || decisions.Count == 0) return 0;
        store.ReviewQueue.Decide(caller.Tenant, decisions, caller.Name);
        live.Publish("review");
        return decisions.Count;
    }

    /// <summary>What is said of a subject now, to a tenant, with reasons; counted nowhere.</summary>
    public Verdict Verdict(string tenant, string subject) => holder.Current.For(tenant).Check(subject, Explain.Top);

    private ReviewDecision? Read(WeirStore store, Caller caller, ReviewDraft draft, UrlSubjects subjects, ListEntryReader reader, List<Fault> faults)
    {
        var text = draft.Subject;
        if (draft.Id is { } id)
        {
            if (store.ReviewQueue.Find(caller.Tenant, id) is not { } candidate) return Wrong("id", $"No subject waits under the number {id}; somebody may have decided it meanwhile.");
            text = candidate.Subject;
        }

        text = Defang.Refanged(text!);
        if (!subjects.TryRead(text, out var key, out var fault))
            return draft.IsPhishing is null && draft.Id is not null ? new(draft.Id, "", text, "", null, null, false) : Wrong("subject", $"It cannot be read as a web address: {fault.TrimEnd('.')}.");
        ListEntry? entry = null;
        if (draft is { Scope: { } scope, IsPhishing: { } isPhishing })
        {
            var reading = reader.ReadPart(isPhishing ? ListKind.Block : ListKind.Allow, text, scope, force: false);
            if (reading.Entry is not { } read) return Wrong("list", ListWords.ForApi(reading.Refusal!));
            entry = read with { Note = $"reviewed by {caller.Name}", Expires = store.Time.GetUtcNow().AddDays(options.Appeals.EntryDays) };
        }

        return new ReviewDecision(draft.Id, key.Canonical, text, key.Registrable, draft.IsPhishing, entry, caller.IsOfMain);

        ReviewDecision? Wrong(string name, string detail)
        {
            faults.Add(new Fault(draft.Field + name, detail));
            return null;
        }
    }
}
