namespace Weir.Pipeline.Gates;

/// <summary>Accuracy, with suspicious counted as an alarm, must not be below its limit.</summary>
internal sealed class AccuracyGate : IGate
{
    public GateResult Judge(GateInput input) => Limit.AtLeast("accuracy", "accuracy", input.Report.AtSuspicious.Accuracy, input.Limits.Accuracy);
}
