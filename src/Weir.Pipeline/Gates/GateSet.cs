using System.Text.Json;

namespace Weir.Pipeline.Gates;

/// <summary>The gates, in the order in which they are reported. A new gate is one file and one line here.</summary>
public static class GateSet
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private static readonly IGate[] Gates =
    [
        new AccuracyGate(), new F1Gate(), new FalsePositivesGate(), new AlarmsGate(), new RecallGate(), new StrictRecallGate(),
        new CalibrationGate(), new HomepageGate(), new GoldGate(), new EvasionGate(), new SlicesGate(), new SizeGate(), new TimeGate(),
        new ChampionGate(),
    ];

    /// <summary>The answers of all gates.</summary>
    public static IReadOnlyList<GateResult> Judge(GateInput input) => [.. Gates.Select(gate => gate.Judge(input))];

    /// <summary>Results as JSON.</summary>
    public static string Json(IReadOnlyList<GateResult> results) => JsonSerializer.Serialize(results, Options);

    /// <summary>Results from JSON.</summary>
    public static IReadOnlyList<GateResult> Parse(string json) => JsonSerializer.Deserialize<List<GateResult>>(json, Options)!;
}
