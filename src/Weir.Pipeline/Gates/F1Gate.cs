namespace Weir.Pipeline.Gates;

/// <summary>F1, with suspicious counted as an alarm, must not be below its limit.</summary>
internal sealed class F1Gate : IGate
{
    public GateResult Judge(GateInput input) => Limit.AtLeast("f1", "F1", input.Report.AtSuspicious.F1, input.Limits.F1);
}
