namespace Weir.Pipeline.Gates;

/// <summary>The model file must not be larger than its limit.</summary>
internal sealed class SizeGate : IGate
{
    public GateResult Judge(GateInput input) => input.Report.ModelBytes is { } bytes
        ? Limit.AtMost("size", "size of the model file in bytes", bytes, input.Limits.ModelBytes)
        : new GateResult("size", true, null, input.Limits.ModelBytes, "The model is not in a file, so its size was not judged.");
}
