using Weir.Pipeline;

namespace Weir.Server.Logs;

/// <summary>Where log lines go and in which form; how much is logged says LOG_LEVEL.</summary>
public sealed record LogSettings
{
    private const int Megabyte = 1 << 20;

    /// <summary>The file of JSON lines; null keeps none. A name alone stands in the folder logs of the data directory.</summary>
    public string? File { get; init; }

    /// <summary>Whether the console gets JSON lines instead of text; default text.</summary>
    public bool IsConsoleJson { get; init; }

    /// <summary>Bytes from which a new file is begun; default 10 MiB. A new day begins one too.</summary>
    public long MostBytes { get; init; } = 10 * Megabyte;

    /// <summary>Most older files that are kept; default 30.</summary>
    public int MostFiles { get; init; } = 30;

    /// <summary>How long older files are kept; default 30 days.</summary>
    public TimeSpan MostAge { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Takes the secrets of all settings out of the lines.</summary>
    public SecretMask Mask { get; init; } = SecretMask.Patterns;

    /// <summary>Reads the settings under <c>Logs:</c>.</summary>
    public static LogSettings From(IReadOnlyDictionary<string, string> settings, string dataDirectory, ICollection<string> faults)
    {
        var block = new SettingBlock(settings, "Logs:", faults);
        var usual = new LogSettings();
        var read = usual with
        {
            File = PathOf(block.Text("File"), dataDirectory),
            IsConsoleJson = block.Word("Console", "text", "text", "json") == "json",
            MostBytes = (long)Megabyte * block.Number("MostMegabytes", (int)(usual.MostBytes / Megabyte), 1, 10_000),
            MostFiles = block.Number("MostFiles", usual.MostFiles, 1, 10_000),
            MostAge = block.Span("MostAge", usual.MostAge),
            Mask = SecretMask.From(settings),
        };
        block.Done();
        return read;
    }

    private static string? PathOf(string? name, string dataDirectory) => name?.ToLowerInvariant() switch
    {
        null or "false" or "off" or "no" => null,
        "true" or "on" or "yes" => Path.Combine(dataDirectory, "logs", "weir.jsonl"),
        _ => Path.Combine(dataDirectory, "logs", name),
    };
}
