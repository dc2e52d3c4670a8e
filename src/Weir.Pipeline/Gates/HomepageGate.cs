namespace Weir.Pipeline.Gates;

/// <summary>The share of popular homepages that are called phishing must not exceed its limit.</summary>
internal sealed class HomepageGate : IGate
{
    public GateResult Judge(GateInput input) => input.Report.Homepages is { } pages
        ? Limit.AtMost("homepages", "share of popular homepages called phishing", pages.PhishingShare, input.Limits.Homepages)
        : new GateResult("homepages", true, null, input.Limits.Homepages, "No popular homepage could be held out, so none was judged.");
}
