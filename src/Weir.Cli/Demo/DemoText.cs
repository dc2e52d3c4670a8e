using Weir.Pipeline;

namespace Weir.Cli.Demo;

/// <summary>What of a cycle's progress a newcomer is told, a line each.</summary>
internal static class DemoText
{
    private const int Longest = 300;

    private static readonly string[] Silent = ["dataset", "train", "evaluate", "gate", "skipped", "learn", "keep"];

    /// <summary>The first sentence or so; null for what would only fill the screen.</summary>
    public static string? Short(CycleProgress step)
    {
        // What a cycle says while it collects and labels is counts; what the stations of that name find is news.
        if (!step.IsFinding && (step.Stage is "collect" or "label")) return null;
        return Silent.Contains(step.Stage) ? null : Cut(step.Text);
    }

    private static string Cut(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= Longest ? line : line[..Longest] + " …";
    }
}
