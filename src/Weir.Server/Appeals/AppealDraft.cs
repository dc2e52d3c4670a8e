using System.Globalization;
using System.Text.Json;
using Weir.Detection.Lists;
using Weir.Server.Api;
using Weir.Server.Lists;
using Weir.Server.Problems;

namespace Weir.Server.Appeals;

/// <summary>An objection as somebody sent it.</summary>
/// <param name="Subject">What the verdict was about.</param>
/// <param name="Wanted">True when it should be called phishing, false for benign; null: the opposite of the verdict.</param>
/// <param name="Reason">Why.</param>
/// <param name="Contact">How to reach the person; null when he does not say.</param>
/// <param name="Verdict">The id of the verdict, when it is known.</param>
internal sealed record AppealDraft(string Subject, bool? Wanted, string Reason, string? Contact, string? Verdict)
{
    /// <summary>Most characters of a subject.</summary>
    public const int MostSubject = 8_192;

    /// <summary>Most characters of a reason.</summary>
    public const int MostReason = 2_000;

    /// <summary>Most characters of a contact.</summary>
    public const int MostContact = 200;

    /// <summary>Most characters of a verdict's id.</summary>
    public const int MostVerdict = 40;

    private const string SubjectNeeded = "Name the address that the verdict was about.";
    private const string ReasonNeeded = "Say in a sentence why the verdict is wrong.";

    private const string VerdictWanted = "The id of a verdict, which is a number, as the answer to a check names it; or leave it out.";

    /// <summary>Reads an objection; null when there are faults.</summary>
    public static AppealDraft? Read(JsonElement body, List<Fault> faults)
    {
        var fields = new JsonFields(body, "", faults);
        var subject = fields.Text("subject", MostSubject, SubjectNeeded);
        var wanted = fields.Word("wanted", AppealWords.Labels);
        var reason = fields.Text("reason", MostReason, ReasonNeeded);
        var contact = fields.Text("contact", MostContact);
        var verdict = fields.Text("verdict", MostVerdict);
        if (verdict is not null && !IsVerdict(verdict)) fields.Fault("verdict", VerdictWanted);
        fields.Done();
        return faults.Count > 0 ? null : new AppealDraft(subject!, wanted, reason!, contact, verdict);
    }

    private static bool IsVerdict(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0;

    /// <summary>The same from a form.</summary>
    public static AppealDraft? Read(Func<string, string> field, List<Fault> faults)
    {
        string? Text(string name, int most, string? needed)
        {
            var text = field(name).Replace("\0", "", StringComparison.Ordinal).Trim();
            if (text.Length > most) faults.Add(new Fault(name, $"At most {most} characters are taken; this has {text.Length}."));
            if (text.Length == 0 && needed is not null) faults.Add(new Fault(name, needed));
            return text.Length == 0 ? null : text;
        }

        var (subject, reason) = (Text("subject", MostSubject, SubjectNeeded), Text("reason", MostReason, ReasonNeeded));
        var (contact, verdict) = (Text("contact", MostContact, null), Text("verdict", MostVerdict, null));
        if (verdict is not null && !IsVerdict(verdict)) faults.Add(new Fault("verdict", VerdictWanted));
        bool? wanted = AppealWords.Labels.TryGetValue(field("wanted"), out var label) ? label : null;
        return faults.Count > 0 ? null : new AppealDraft(subject!, wanted, reason!, contact, verdict);
    }
}

/// <summary>A settlement as an analyst wants it.</summary>
/// <param name="IsOverturned">Whether the verdict changes.</param>
/// <param name="IsPhishing">What the subject is from now on; null: what was wanted when overturned, else the opposite.</param>
/// <param name="Reason">Why; whoever objected reads it.</param>
/// <param name="Scope">How much the list entry covers; null: exactly the address.</param>
/// <param name="Days">How long the entry holds; null: as the settings say.</param>
/// <param name="Learns">Whether label and gold set follow; null: when overturned.</param>
public sealed record SettleDraft(bool IsOverturned, bool? IsPhishing, string Reason, ListScope? Scope, int? Days, bool? Learns)
{
    internal const int MostDays = 36_500;

    internal const string ReasonNeeded = "Say why; whoever objected reads it.";

    /// <summary>Reads a settlement; null when there are faults.</summary>
    internal static SettleDraft? Read(JsonElement body, List<Fault> faults)
    {
        var fields = new JsonFields(body, "", faults);
        var outcome = fields.Word("outcome", AppealWords.Outcomes, isNeeded: true);
        var label = fields.Word("label", AppealWords.Labels);
        var reason = fields.Text("reason", AppealDraft.MostReason, ReasonNeeded);
        var scope = fields.Word("scope", ListWords.Scopes);
        var days = fields.Number("days", 1, MostDays);
        var learns = fields.Truth("learn");
        fields.Done();
        return faults.Count > 0 ? null : new SettleDraft(outcome!.Value, label, reason!, scope, (int?)days, fields.Has("learn") ? learns : null);
    }
}
