using System.Globalization;
using Weir.Detection;
using Weir.Server.Dashboard;

namespace Weir.Server.Pages;

/// <summary>One verdict for a person: the decision, why, and how the address was read. No address on it can be followed.</summary>
internal static class VerdictCard
{
    /// <summary>The decision in words; unknown never reads as clean.</summary>
    public static string Heading(Verdict verdict) => verdict.Decision switch
    {
        Decision.Phishing => "Phishing",
        Decision.Suspicious => "Suspicious",
        Decision.Benign => "No sign of phishing",
        _ => "Not judged",
    };

    /// <summary>The card.</summary>
    public static Html Render(Verdict verdict) => Html.Of($"""
        <article class="card tone-{verdict.Decision.ToString().ToLowerInvariant()}" aria-labelledby="decision">
        <header>
        <p class="address"><bdi>{Shown(verdict)}</bdi></p>
        <h2 id="decision">{Heading(verdict)}</h2>
        <p class="advice">{Advice(verdict)}</p>
        </header>
        {Score(verdict)}{Reasons(verdict)}{Reading(verdict)}
        </article>
        """);

    private static string Advice(Verdict verdict) => verdict switch
    {
        { Error: { } error } => error,
        { List: "block" } => "An entry of the block list names it.",
        { List: "allow" } => "An entry of the allow list names it.",
        { Decision: Decision.Phishing } => "Do not open it. Enter nothing there.",
        { Decision: Decision.Suspicious } => "Look twice, and ask the sender in another way.",
        { Decision: Decision.Benign } => "Nothing in the address speaks against it.",
        _ => "Weir could not say. This is not a clean bill.",
    };

    private static string Shown(Verdict verdict)
    {
        var shown = ShownAddress.Defanged(verdict.Subject);
        return shown.Length <= 400 ? shown : shown[..400] + " …";
    }

    private static Html Score(Verdict verdict)
    {
        if (verdict.Score is not { } score) return Html.Empty;
        return Html.Of($"""
            <section class="score" aria-label="Score">
            <p><strong>{Percent(score)}</strong> likely phishing</p>
            <p class="risk">Risk {verdict.RiskLevel.ToString()!.ToLowerInvariant()} · {verdict.RiskScore ?? 0} of 100</p>
            <svg class="meter" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="1000" height="12" rx="6"/><rect class="fill" width="{Math.Max(12, 1000 * score):0}" height="12" rx="6"/></svg>
            <p class="fine">Score {score:0.000000}{Also("category", verdict.Category is "none" ? null : verdict.Category)}{Also("brand", verdict.Brand)}</p>
            </section>
            """);
    }

    private static Html Also(string name, string? value) => value is null ? Html.Empty : Html.Of($" · {name} {value}");

    private static Html Reasons(Verdict verdict)
    {
        if (verdict.Reasons.Count == 0) return Html.Empty;
        var most = Math.Max(1e-9, verdict.Reasons.Max(reason => Math.Abs(reason.Contribution)));
        return Html.Of($"""
            <section aria-labelledby="why"><h3 id="why">Why</h3>
            <ul class="reasons">
            {Html.Join(verdict.Reasons.Select(reason => One(reason, most)))}</ul>
            <p class="fine">Contributions in log-odds: plus speaks for phishing, minus against it.</p>
            </section>
            """);
    }

    private static Html One(Reason reason, double most)
    {
        var width = 50 * Math.Abs(reason.Contribution) / most;
        var side = reason.Contribution >= 0 ? "for" : "against";
        return Html.Of($"""
            <li class="{side}"><span class="text">{reason.Text}</span><span class="weight">{reason.Contribution.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture)}</span>
            <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="100" height="4"/><rect class="bar" x="{(side is "for" ? 50 : 50 - width):0.0}" width="{width:0.0}" height="4"/></svg></li>

            """);
    }

    private static Html Reading(Verdict verdict) => Html.Of($"""
        <section aria-labelledby="read"><h3 id="read">How it was read</h3>
        <dl class="facts">
        {Fact("Host", Masked(ShownAddress.HostOf(verdict.Canonical)))}{Fact("Registrable domain", Masked(verdict.RegistrableDomain))}{Fact("Key", Masked(verdict.Canonical))}{Fact("Model", verdict.Model?.Version ?? "none")}{Fact("Checked", verdict.CheckedAt.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture))}</dl>
        </section>
        """);

    private static string? Masked(string? address) => address is null ? null : ShownAddress.Defanged(address);

    private static Html Fact(string name, string? value) => value is null ? Html.Empty : Html.Of($"<div><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div>\n");

    /// <summary>Never "100.0 %" or "0.0 %": a probability is not a certainty.</summary>
    private static string Percent(double score) => score switch
    {
        >= 0.9995 => "more than 99.9 %",
        < 0.0005 => "less than 0.1 %",
        _ => score.ToString("0.0 %", CultureInfo.InvariantCulture),
    };
}
