using Weir.Pipeline.Evaluation;
using Weir.Storage.Models;

namespace Weir.Server.Models;

/// <summary>Two versions side by side.</summary>
/// <param name="A">The first version.</param>
/// <param name="B">The second version.</param>
/// <param name="SameRows">Whether both were judged on the same rows; else the figures are no fair match.</param>
/// <param name="Figures">Each figure of both.</param>
/// <param name="Paired">A less B on the same rows and bootstrap draws, where one was judged beside the other; positive = A is better.</param>
internal sealed record ModelComparison(string A, string B, bool SameRows, IReadOnlyList<ComparedFigure> Figures, PairedDifference? Paired)
{
    /// <summary>Compares two versions by their reports; null when one of them was not judged.</summary>
    public static ModelComparison? Of(ModelVersion a, ModelVersion b)
    {
        if (ReportText.TryParse(a.Report) is not { } first || ReportText.TryParse(b.Report) is not { } second) return null;
        return new ModelComparison(a.Version, b.Version, first.Dataset is not null && first.Dataset == second.Dataset,
            [.. ReportFigures.All.Select(figure => ComparedFigure.Of(figure, figure.Of(first), figure.Of(second)))],
            first.Comparison is { } ahead && ahead.Champion == b.Version ? PairedDifference.Of(ahead, 1)
            : second.Comparison is { } behind && behind.Champion == a.Version ? PairedDifference.Of(behind, -1) : null);
    }
}

/// <summary>One figure of two versions; better is a, b or null when they are alike or one is missing, by the numbers alone.</summary>
internal sealed record ComparedFigure(string Key, string Name, string Unit, Figure? A, Figure? B, double? Difference, string? Better)
{
    /// <summary>From both figures.</summary>
    public static ComparedFigure Of(ReportFigure kind, Figure? a, Figure? b)
    {
        var difference = a?.Value - b?.Value;
        var better = difference is null or 0 ? null : difference > 0 == kind.IsHigherBetter ? "a" : "b";
        return new ComparedFigure(kind.Key, kind.Name, kind.Unit, a, b, difference is { } value ? Figure.Number(value) : null, better);
    }
}

/// <summary>Differences with their 95 % intervals over domains; one that excludes zero is more than chance.</summary>
internal sealed record PairedDifference(Figure RocAuc, Figure TprAt1Percent, Figure TprAt01Percent)
{
    /// <summary>From a report's comparison; the sign turns it round.</summary>
    public static PairedDifference Of(Comparison comparison, int sign) =>
        new(Turned(comparison.RocAuc, sign), Turned(comparison.TprAt1Percent, sign), Turned(comparison.TprAt01Percent, sign));

    private static Figure Turned(Figure figure, int sign) => sign > 0 ? figure : new Figure(-figure.Value, -figure.High, -figure.Low);
}
