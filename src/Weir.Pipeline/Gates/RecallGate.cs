namespace Weir.Pipeline.Gates;

/// <summary>The share of phishing found at 1 % false positives must not be below its limit.</summary>
internal sealed class RecallGate : IGate
{
    public GateResult Judge(GateInput input) => Limit.AtLeast("tpr", "TPR at 1 % FPR", input.Report.TprAt1Percent.Value, input.Limits.TruePositiveRate);
}
