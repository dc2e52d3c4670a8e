using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Weir.Detection;
using Weir.Detection.Urls;
using Weir.Pipeline.Feeds;
using Weir.Server.Lists;
using Weir.Server.Live;
using Weir.Server.Models;
using Weir.Server.Problems;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Storage.Appeals;

namespace Weir.Server.Appeals;

/// <summary>Where people object and analysts settle, whether by the API or on a page.</summary>
internal sealed class AppealDesk(ServerOptions options, DetectorHolder holder, ListDesk lists, AppealLimiter limiter, LiveEvents live)
{
    private const int IdBytes = 16;

    /// <summary>Files an objection for whoever asks; the problem when it is not taken.</summary>
    public (Objection? Objection, AppealCase? Case, Problem? Problem) File(WeirStore store, HttpContext http, AppealDraft draft)
    {
        var (caller, subject) = (http.Caller(), Defang.Refanged(draft.Subject));
        if (!new UrlSubjects(lists.Reference).TryRead(subject, out var key, out var fault))
            return (null, null, Problem.Invalid([new Fault("subject", $"It cannot be read as a web address: {fault.TrimEnd('.')}.")]));
        var verdict = Verdict(caller.Tenant, subject, Explain.None);
        var wanted = draft.Wanted ?? verdict.Decision is Decision.Benign;
        if (verdict.Decision == (wanted ? Decision.Phishing : Decision.Benign))
            return (null, null, new Problem(StatusCodes.Status409Conflict, $"It is called {AppealWords.Of(wanted)} already, so there is nothing to object to."));
        if (!caller.May(AccessRole.Analyst) && Limit(store, http) is { } limit) return (null, null, limit);
        var objection = new Objection
        {
            Id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes)),
            Wanted = wanted ? 1 : 0,
            Reason = draft.Reason,
            Contact = draft.Contact,
            Verdict = draft.Verdict,
            FiledBy = caller.Name,
            FiledAt = store.Time.GetUtcNow(),
        };
        var about = store.Appeals.File(About(store, caller, subject, key, verdict, wanted), objection);
        live.Publish("appeals");
        return (objection with { CaseId = about.Id }, about, null);
    }

    /// <summary>Settles a case of the caller's tenant.</summary>
    public SettleResult Settle(WeirStore store, Caller caller, long id, SettleDraft draft)
    {
        var result = new AppealSettling(lists.Reference, options.Appeals.EntryDays).Settle(store, caller.Tenant, caller.Name, id, draft);
        if (result.Case is null) return result;
        live.Publish("appeals");
        live.Publish("review");
        return result;
    }

    /// <summary>Takes a case on; the problem when it cannot be.</summary>
    public Problem? Take(WeirStore store, Caller caller, long id)
    {
        if (store.Appeals.Case(caller.Tenant, id) is not { } about) return Missing(id);
        if (!store.Appeals.Take(caller.Tenant, id, caller.Name)) return new Problem(StatusCodes.Status409Conflict, $"Case {id} is closed ({AppealWords.Of(about.State)}); reopen it first.");
        live.Publish("appeals");
        return null;
    }

    /// <summary>Opens a closed case again; the problem when it cannot be.</summary>
    public Problem? Reopen(WeirStore store, Caller caller, long id, string reason)
    {
        if (store.Appeals.Case(caller.Tenant, id) is not { } about) return Missing(id);
        if (about.IsActive) return new Problem(StatusCodes.Status409Conflict, $"Case {id} is not closed.");
        if (!store.Appeals.Reopen(caller.Tenant, id, store.Time.GetUtcNow() + options.Appeals.Deadline, reason, caller.Name))
            return new Problem(StatusCodes.Status409Conflict, "Another case about the same subject is active; settle that one.");
        live.Publish("appeals");
        return null;
    }

    /// <summary>Takes an objection back; the problem when it cannot be.</summary>
    public Problem? Withdraw(WeirStore store, string id)
    {
        if (store.Appeals.Find(id) is not { } found) return Unknown();
        if (!store.Appeals.Withdraw(id)) return new Problem(StatusCodes.Status409Conflict, found.Objection.WithdrawnAt is null ? "The case is closed already." : "It was taken back already.");
        live.Publish("appeals");
        return null;
    }

    /// <summary>What is said of a subject now, to a tenant; counted nowhere.</summary>
    public Verdict Verdict(string tenant, string subject, Explain explain) => holder.Current.For(tenant).Check(subject, explain);

    /// <summary>Nobody has such an id.</summary>
    public static Problem Unknown() => new(StatusCodes.Status404NotFound, "No objection has this id. Look at the address that was given when it was filed.");

    /// <summary>The tenant has no case of this number.</summary>
    public static Problem Missing(long id) => new(StatusCodes.Status404NotFound, $"No case has the number {id}; GET /v1/appeals names them.");

    private AppealCase About(WeirStore store, Caller caller, string subject, SubjectKey key, Verdict verdict, bool wanted) => new()
    {
        Tenant = caller.Tenant,
        Canonical = key.Canonical,
        Subject = subject,
        Registrable = key.Registrable,
        Wanted = wanted ? 1 : 0,
        Decision = verdict.Decision,
        Score = verdict.Score,
        Model = verdict.Model?.Version,
        List = verdict.List,
        Deadline = store.Time.GetUtcNow() + options.Appeals.Deadline,
    };

    private Problem? Limit(WeirStore store, HttpContext http)
    {
        if (limiter.Refuses(http.Connection.RemoteIpAddress) is { } wait)
        {
            http.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return new Problem(StatusCodes.Status429TooManyRequests, $"At most {options.Appeals.PerHour} objections an hour are taken from one address; try again within the hour.");
        }

        var counts = store.Appeals.Count(null);
        return counts.Open + counts.InReview < options.Appeals.MostOpen ? null
            : new Problem(StatusCodes.Status503ServiceUnavailable, "The queue is full; try again tomorrow, or write to whoever runs this server.");
    }
}
