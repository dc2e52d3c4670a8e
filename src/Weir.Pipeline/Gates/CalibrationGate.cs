namespace Weir.Pipeline.Gates;

/// <summary>The calibration error at the base rate of the rows must not exceed its limit.</summary>
internal sealed class CalibrationGate : IGate
{
    public GateResult Judge(GateInput input) => Limit.AtMost("calibration", "calibration error", input.Report.EceCorrected, input.Limits.CalibrationError);
}
