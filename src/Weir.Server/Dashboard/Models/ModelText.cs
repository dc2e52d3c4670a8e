using System.Globalization;
using Weir.Server.Models;
using Weir.Storage.Models;

namespace Weir.Server.Dashboard.Models;

/// <summary>What models and their steps are called on pages.</summary>
internal static class ModelText
{
    /// <summary>A state in a few words, and the tone of it.</summary>
    public static (string Word, string Tone) State(string state) => state switch
    {
        "champion" => ("champion", "good"),
        "shadow" => ("in the shadow", "warn"),
        "ab" => ("answers a share", "warn"),
        "passed" => ("passed its gates", ""),
        "refused" => ("refused by a gate", "bad"),
        "baseline" => ("shipped", ""),
        _ => ("not judged", ""),
    };

    /// <summary>A step in the life of a model.</summary>
    public static string Step(ModelEvent step) => step.Kind switch
    {
        "rolled-back" => "back to work",
        "file-removed" => "file removed",
        "shadow" => "into the shadow",
        "ab" => "answers a share",
        var kind => kind,
    };

    /// <summary>The window of the data in words.</summary>
    public static string Window(DateTimeOffset? from, DateTimeOffset? to) => from is null && to is null ? "undated" : $"{FigureText.Day(from)} to {FigureText.Day(to)}";

    /// <summary>What was seen of a challenger so far.</summary>
    public static string Seen(ShadowCounts counts) => counts.Seen == 0
        ? "It has not seen any traffic yet."
        : string.Create(CultureInfo.InvariantCulture,
            $"{counts.Seen:N0} subjects judged by both: {FigureText.Share(counts.Agreement)} decided alike, {counts.Raised:N0} newly called phishing, {counts.Cleared:N0} no longer; {counts.Faults:N0} not judged, {counts.Skipped:N0} left out for speed.");

    /// <summary>Rows of gates: those that failed first.</summary>
    public static IEnumerable<Weir.Pipeline.Gates.GateResult> Gates(ModelCard card) => card.Gates.OrderBy(gate => gate.Passed);
}
