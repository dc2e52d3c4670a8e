using System.Globalization;
using Weir.Detection.Urls;

namespace Weir.Pipeline.Gates;

/// <summary>What the champion has right of the gold set, the challenger must have right.</summary>
internal sealed class GoldGate : IGate
{
    private const int MostNamed = 5;

    public GateResult Judge(GateInput input)
    {
        if (input.Report.Gold is not { } gold) return new GateResult("gold", true, null, 0, "The gold set is empty.");
        var lost = input.Comparison?.GoldLost ?? [];
        var figures = string.Create(CultureInfo.InvariantCulture, $"{gold.Right:N0} of {gold.Subjects:N0} gold subjects are right");
        return new GateResult("gold", lost.Count == 0, lost.Count, 0, lost.Count == 0
            ? $"{figures}; none that the champion has right is lost."
            : $"{figures}; {lost.Count} that {input.Comparison!.Champion} has right {(lost.Count == 1 ? "is" : "are")} lost, none may be: {Named(lost)}.");
    }

    private static string Named(IReadOnlyList<string> lost) =>
        string.Join(", ", lost.Take(MostNamed).Select(Defang.Defanged)) + (lost.Count > MostNamed ? " and more" : "");
}
