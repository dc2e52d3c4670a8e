namespace Weir.Pipeline.Gates;

/// <summary>The share of caught phishing that another spelling or wrapping hides must not exceed its limit.</summary>
internal sealed class EvasionGate : IGate
{
    public GateResult Judge(GateInput input)
    {
        if (input.Report.Evasion is not { Variants: > 0 } evasion)
            return new GateResult("evasion", true, null, input.Limits.FlipRate, "Evasion was not tried: nothing was caught that could be varied.");
        var result = Limit.AtMost("evasion", "share of caught phishing that evasion hides", evasion.FlipRate, input.Limits.FlipRate);
        return evasion.WorstForm is null ? result : result with { Sentence = $"{result.Sentence.TrimEnd('.')}; the worst form is '{evasion.WorstForm}' with {Limit.Text(evasion.WorstShare)}." };
    }
}
