namespace Weir.Pipeline.Gates;

/// <summary>The share of benign rows that are called phishing or suspicious must not exceed its limit.</summary>
internal sealed class AlarmsGate : IGate
{
    public GateResult Judge(GateInput input) =>
        Limit.AtMost("alarms", "share of benign rows that raise an alarm", input.Report.AtSuspicious.FalsePositiveRate, input.Limits.Alarms);
}
