using System.Globalization;
using Weir.Storage.Verdicts;

namespace Weir.Pipeline.Deployment;

/// <summary>Compares how two versions answered. A difference counts when it is larger than its noise and large enough to matter.</summary>
public static class ServedComparison
{
    private const int LeastAnswers = 500;
    private const int LeastSteps = 3;
    private const double LeastFaultShare = 0.001;
    private const double SlowerBy = 2;
    private const double LeastSlowerMicros = 1000;
    private const double Z = 1.96;

    /// <summary>A sentence when the version answers worse than the one before: more failures, or much slower; else null.</summary>
    public static string? Complaint(IReadOnlyList<ServedFigures> version, IReadOnlyList<ServedFigures> before) =>
        MoreFaults(version, before) ?? Slower(version, before);

    private static string? MoreFaults(IReadOnlyList<ServedFigures> version, IReadOnlyList<ServedFigures> before)
    {
        var (answers, faults) = (version.Sum(step => step.Answers), version.Sum(step => step.Faults));
        if (answers < LeastAnswers) return null;
        var (low, _) = Wilson(faults, answers);
        // Without answers of the one before there is only the fixed share to hold it against.
        var usual = Wilson(before.Sum(step => step.Faults), before.Sum(step => step.Answers));
        var limit = Math.Max(LeastFaultShare, before.Sum(step => step.Answers) < LeastAnswers ? 0 : usual.High);
        return low > limit
            ? string.Create(CultureInfo.InvariantCulture, $"{100.0 * faults / answers:0.##} % of {answers:N0} answers failed, against {100 * limit:0.##} % at most before")
            : null;
    }

    private static string? Slower(IReadOnlyList<ServedFigures> version, IReadOnlyList<ServedFigures> before)
    {
        if (Median(version) is not { } now || Median(before) is not { } then) return null;
        return now > SlowerBy * then && now - then > LeastSlowerMicros
            ? string.Create(CultureInfo.InvariantCulture, $"an answer takes {now:N0} µs, against {then:N0} µs before")
            : null;
    }

    // The median of the steps: a pause of the machine in one of them is not the model's.
    private static double? Median(IReadOnlyList<ServedFigures> steps)
    {
        var means = steps.Where(step => step.Timed > 0).Select(step => (double)step.Micros / step.Timed).Order().ToArray();
        return means.Length < LeastSteps || steps.Sum(step => step.Answers) < LeastAnswers ? null : means[means.Length / 2];
    }

    /// <summary>The Wilson interval of a share at 95 %.</summary>
    public static (double Low, double High) Wilson(long count, long of)
    {
        if (of == 0) return (0, 1);
        var share = (double)count / of;
        var center = share + Z * Z / (2 * of);
        var spread = Z * Math.Sqrt(share * (1 - share) / of + Z * Z / (4.0 * of * of));
        var scale = 1 + Z * Z / of;
        return (Math.Max(0, (center - spread) / scale), Math.Min(1, (center + spread) / scale));
    }
}
