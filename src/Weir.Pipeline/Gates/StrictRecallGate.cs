namespace Weir.Pipeline.Gates;

/// <summary>The share of phishing found at 0.1 % false positives must not be below its limit; with few benign rows it says nothing.</summary>
internal sealed class StrictRecallGate : IGate
{
    private const string Name = "tpr-strict";
    private const int LeastBenign = 1_000;

    public GateResult Judge(GateInput input) => input.Report.Rows - input.Report.Phishing < LeastBenign
        ? new GateResult(Name, true, null, input.Limits.StrictTruePositiveRate, "TPR at 0.1 % FPR is not judged on fewer than 1,000 benign rows.")
        : Limit.AtLeast(Name, "TPR at 0.1 % FPR", input.Report.TprAt01Percent.Value, input.Limits.StrictTruePositiveRate);
}
