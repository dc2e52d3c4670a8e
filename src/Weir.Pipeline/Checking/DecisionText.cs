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

    /// <summary>The decision of a name; unknown for any other text.</summary>
    public static Decision Of(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("benign"u8) ? Decision.Benign : name.SequenceEqual("suspicious"u8) ? Decision.Suspicious : name.SequenceEqual("phishing"u8) ? Decision.Phishing : Decision.Unknown;
}
