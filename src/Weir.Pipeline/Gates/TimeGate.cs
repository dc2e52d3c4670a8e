namespace Weir.Pipeline.Gates;

/// <summary>Judging one URL must not take longer than its limit.</summary>
internal sealed class TimeGate : IGate
{
    public GateResult Judge(GateInput input) => input.Report.Microseconds is { } time
        ? Limit.AtMost("time", "time to judge a URL in microseconds", time, input.Limits.Microseconds)
        : new GateResult("time", true, null, input.Limits.Microseconds, "There were no rows to take the time with.");
}
