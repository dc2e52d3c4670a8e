namespace Weir.Pipeline.Gates;

/// <summary>The share of benign rows that are called phishing must not exceed its limit.</summary>
internal sealed class FalsePositivesGate : IGate
{
    public GateResult Judge(GateInput input) => Limit.AtMost("fpr", "false-positive rate", input.Report.AtPhishing.FalsePositiveRate, input.Limits.FalsePositiveRate);
}
