using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Detection;

/// <summary>The one JSON shape of a verdict, shared by HTTP and command line: camelCase names, lower-case enums, nulls written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = false,
    Converters = [typeof(LowerCase<Decision>), typeof(LowerCase<Channel>), typeof(LowerCase<RiskLevel>)])]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(Verdict[]))]
[JsonSerializable(typeof(IReadOnlyList<Reason>))]
public sealed partial class VerdictJson : JsonSerializerContext
{
    private sealed class LowerCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase) where T : struct, Enum;
}
