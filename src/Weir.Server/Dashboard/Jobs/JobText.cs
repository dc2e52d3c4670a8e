using System.Globalization;
using Weir.Server.Jobs;
using Weir.Storage.Jobs;

namespace Weir.Server.Dashboard.Jobs;

/// <summary>Jobs in words.</summary>
internal static class JobText
{
    private const int LongestCell = 200;

    /// <summary>A number with separators.</summary>
    public static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);

    /// <summary>A size.</summary>
    public static string Size(long bytes) => bytes >= 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:N1} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:N1} KiB");

    /// <summary>How long something takes.</summary>
    public static string Span(double? seconds) => seconds switch
    {
        null => "–",
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:N1} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:N1} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:N1} h"),
    };

    /// <summary>The colour of a state.</summary>
    public static string Tone(string state) => state switch
    {
        JobState.Done => "good",
        JobState.Failed => "bad",
        JobState.Paused or JobState.Ready => "warn",
        _ => "unknown",
    };

    /// <summary>A cell for people: without characters that do not show or turn the text around, and not too long.</summary>
    public static string Cell(string text)
    {
        var shown = string.Concat(text.Take(LongestCell).Select(character =>
            char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format && character is not '\n' ? '\uFFFD' : character));
        return text.Length > LongestCell ? shown + " …" : shown;
    }

    /// <summary>Whether a cell is to be shown as an address, which nobody can click.</summary>
    public static bool IsAddress(string text) => text.Contains("://", StringComparison.Ordinal) || text.StartsWith("www.", StringComparison.OrdinalIgnoreCase);

    /// <summary>How far a job is, in one sentence.</summary>
    public static string Progress(JobAnswer job) => job.RowsPerSecond is { } rate
        ? $"{Number(job.Rows)} rows, {Percent(job.Progress)}, {Number(rate)} rows/s, {Span(job.SecondsLeft)} left"
        : $"{Number(job.Rows)} rows, {Percent(job.Progress)}";
}
