using Weir.Detection;
using Weir.Server.Dashboard;
using Weir.Storage.Appeals;

namespace Weir.Server.Appeals;

/// <summary>An objection to a verdict.</summary>
/// <param name="Subject">The address that the verdict was about, also defanged.</param>
/// <param name="Wanted">benign or phishing: what it should be called; left out, the opposite of the verdict.</param>
/// <param name="Reason">Why, at most 2,000 characters.</param>
/// <param name="Contact">How to reach you; analysts see it, nobody else does, and it is erased some time after the case is closed.</param>
/// <param name="Verdict">The id of the verdict, when you have it.</param>
internal sealed record AppealRequest(string Subject, string? Wanted, string Reason, string? Contact, string? Verdict);

/// <summary>What a settlement says.</summary>
/// <param name="Outcome">overturned or upheld.</param>
/// <param name="Label">benign or phishing: what the subject is; left out, what was wanted when overturned, else the opposite.</param>
/// <param name="Reason">Why; whoever objected reads it.</param>
/// <param name="Scope">url, prefix, host or domain: how much the list entry covers; default url. Never a whole platform.</param>
/// <param name="Days">How long the list entry holds; default 90.</param>
/// <param name="Learn">Whether label and gold set follow; default when overturned.</param>
internal sealed record SettleRequest(string Outcome, string? Label, string Reason, string? Scope, int? Days, bool? Learn);

/// <summary>Why a closed case is opened again.</summary>
internal sealed record ReopenRequest(string Reason);

/// <summary>How an objection stands, for whoever has its id. Addresses are defanged.</summary>
/// <param name="Id">The key to this; nobody can guess it.</param>
/// <param name="State">open, inReview, upheld, overturned, withdrawn or expired.</param>
/// <param name="Sentence">The state in words.</param>
/// <param name="Subject">The address that the verdict was about, defanged.</param>
/// <param name="Wanted">benign or phishing.</param>
/// <param name="FiledAt">When it was filed.</param>
/// <param name="Deadline">Until when it should be settled.</param>
/// <param name="Overdue">Whether that is over and nobody has.</param>
/// <param name="ClosedAt">When it was closed; null while it is not.</param>
/// <param name="Label">What the subject was found to be; null while nobody has.</param>
/// <param name="Reason">Why, in the words of who settled it; null while nobody has.</param>
/// <param name="StatusUrl">The page that shows the same.</param>
internal sealed record AppealStatus(
    string Id, string State, string Sentence, string Subject, string Wanted, DateTimeOffset FiledAt, DateTimeOffset Deadline, bool Overdue,
    DateTimeOffset? ClosedAt, string? Label, string? Reason, string StatusUrl)
{
    /// <summary>How an objection stands.</summary>
    public static AppealStatus Of(Objection objection, AppealCase about, DateTimeOffset now, string url)
    {
        var state = objection.WithdrawnAt is null ? about.State : AppealState.Withdrawn;
        var isDecided = state is AppealState.Upheld or AppealState.Overturned;
        return new(objection.Id, AppealWords.Of(state), AppealWords.Sentence(state), ShownAddress.Defanged(about.Subject), AppealWords.Of(objection.Wanted == 1), objection.FiledAt, about.Deadline,
            about.IsActive && about.Deadline < now, objection.WithdrawnAt ?? about.ClosedAt, isDecided && about.Label is { } label ? AppealWords.Of(label == 1) : null,
            isDecided ? about.Reason : null, url);
    }
}

/// <summary>A case as it stands in the queue.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State">open, inReview, upheld, overturned, withdrawn or expired.</param>
/// <param name="Subject">The subject as it was written first.</param>
/// <param name="Canonical">The key that all its spellings share.</param>
/// <param name="Wanted">benign or phishing, as the first wants it.</param>
/// <param name="Decision">What it was called when the first objected.</param>
/// <param name="Score">With which score.</param>
/// <param name="List">allow or block when a list had decided.</param>
/// <param name="Model">Which model had judged.</param>
/// <param name="Objections">How many objected.</param>
/// <param name="OpenedAt">When the first did.</param>
/// <param name="Deadline">Until when it should be settled.</param>
/// <param name="Overdue">Whether that is over and nobody has.</param>
/// <param name="TakenBy">Who has taken it on.</param>
/// <param name="ClosedBy">Who closed it.</param>
/// <param name="ClosedAt">When.</param>
/// <param name="Label">benign or phishing, as it was settled.</param>
/// <param name="Reason">Why.</param>
internal sealed record ShownCase(
    long Id, string State, string Subject, string Canonical, string Wanted, Decision Decision, double? Score, string? List, string? Model, int Objections, DateTimeOffset OpenedAt,
    DateTimeOffset Deadline, bool Overdue, string? TakenBy, string? ClosedBy, DateTimeOffset? ClosedAt, string? Label, string? Reason)
{
    /// <summary>What whoever settled it should know although it was done; null when nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>A case as it is shown.</summary>
    public static ShownCase Of(AppealCase about, DateTimeOffset now) => new(
        about.Id, AppealWords.Of(about.State), about.Subject, about.Canonical, AppealWords.Of(about.Wanted == 1), about.Decision, about.Score, about.List, about.Model, about.Objections, about.OpenedAt,
        about.Deadline, about.IsActive && about.Deadline < now, about.TakenBy, about.ClosedBy, about.ClosedAt, about.Label is { } label ? AppealWords.Of(label == 1) : null, about.Reason);
}

/// <summary>One objection of a case, for analysts; contact is null for viewers.</summary>
internal sealed record ShownObjection(string Wanted, string Reason, string? Contact, string? Verdict, string FiledBy, DateTimeOffset FiledAt, DateTimeOffset? WithdrawnAt);

/// <summary>A case with its objections and with what is said of the subject now.</summary>
internal sealed record CaseInFull(ShownCase Case, IReadOnlyList<ShownObjection> Objections, Verdict Verdict);
