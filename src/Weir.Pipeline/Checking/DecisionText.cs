using Weir.Detection;

namespace Weir.Pipeline.Checking;

/// <summary>The names of decisions as files and scripts see them.</summary>
public static class DecisionText
{
    /// <summary>Lower case, as UTF-8.</summary>
    public static ReadOnlySpan<byte> Utf8(Decision decision) => decision switch
    {
        Decision.Benign => "benign"u8,
        Decision.Suspicious => "suspicious"u8,
        Decision.Phishing => "phishing"u8,
        _ => "unknown"u8,
    };
}
