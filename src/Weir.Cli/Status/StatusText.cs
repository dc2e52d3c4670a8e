using System.Globalization;

namespace Weir.Cli.Status;

/// <summary>The state of the loop as lines for people.</summary>
internal static class StatusText
{
    public static void Write(TextWriter output, LoopStatus loop)
    {
        if (loop.LastDecision is { } look) Line($"last look     {Time(look.At)}, {(look.Train ? "train" : "wait")}: {look.Reason}");
        if (loop.LastCycle is { } cycle) Line($"last cycle    {Time(cycle.FinishedAt)}, {cycle.Outcome}: {cycle.Reason}");
        Line($"last sync     {Time(loop.LastSync)}");
        Line($"feeds         {(loop.Feeds == 0 ? "none set up (`weir feeds add openphish`)" : $"{loop.Feeds:N0} on")}{(loop.FailingFeeds.Count == 0 && loop.Feeds == 0 ? "" : $", {loop.FailingFeeds.Count:N0} not well")}{(loop.DropFolder ? "; the drop folder is watched" : "")}{(loop.QuarantinedFeeds.Count == 0 ? "" : $", in quarantine: {string.Join(", ", loop.QuarantinedFeeds)}")}");
        foreach (var feed in loop.FailingFeeds) Line($"              {feed.Sentence}");
        Line($"alerts        {loop.Alerts.Critical:N0} critical, {loop.Alerts.Warning:N0} to look at, {loop.Alerts.Information:N0} for information{(loop.Alerts == new OpenAlerts(0, 0, 0) ? "" : "; see `weir alerts`")}");
        if (loop.Shadow is { } run) Line($"beside        {run.Version} ({run.Mode}{(run.Share > 0 ? $", {run.Share * 100:0.#} %" : "")}), {run.Seen:N0} subjects, {run.Agreed:N0} decided alike, until {Time(run.EndsAt)}");

        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }

    public static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never";
}
