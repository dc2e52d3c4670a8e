using Weir.Server.Lists;

namespace Weir.Cli.Lists;

/// <summary>The end of a list entry as it is written on the command line.</summary>
internal static class Expiry
{
    /// <summary>Reads 30d (so many days from now), 2026-12-31 (from the start of that day, UTC) or a date with time. The message of a fault names the forms.</summary>
    public static DateTimeOffset Read(string text, DateTimeOffset now) =>
        ListWords.TryReadEnd(text, now, out var end, out var fault) ? end : throw CliError.Usage($"--expires {fault}");
}
