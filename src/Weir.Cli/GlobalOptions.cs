using System.CommandLine;

namespace Weir.Cli;

/// <summary>Options that every command understands.</summary>
internal static class GlobalOptions
{
    /// <summary>Where Weir keeps everything it writes; default <c>./weir-data</c>, or the environment's <c>WEIR_DATA</c>.</summary>
    public static Option<string> Data { get; } = new("--data")
    {
        Description = "Directory that holds everything Weir writes (environment: WEIR_DATA)",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => DefaultDirectory(),
    };

    /// <summary>The full path of the data directory; it need not exist yet.</summary>
    /// <exception cref="CliError">Nothing, or a file, is named.</exception>
    public static string DataDirectory(this ParseResult parsed)
    {
        var named = parsed.GetValue(Data) ?? DefaultDirectory();
        if (string.IsNullOrWhiteSpace(named) || named.Contains('\0', StringComparison.Ordinal)) throw CliError.Usage("--data names no directory; leave it out for ./weir-data.");
        if (File.Exists(named)) throw new CliError($"the data directory {named} is a file; name a directory with --data or WEIR_DATA.");
        return Path.GetFullPath(named);
    }

    private static string DefaultDirectory() =>
        Environment.GetEnvironmentVariable("WEIR_DATA") is { Length: > 0 } set ? set : "./weir-data";
}
