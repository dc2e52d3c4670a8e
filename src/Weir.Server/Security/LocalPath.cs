namespace Weir.Server.Security;

/// <summary>Where to go after logging in: a path of this server and nothing else.</summary>
internal static class LocalPath
{
    private const int Longest = 2_000;

    /// <summary>The path when it is one of this server, else the usual one.</summary>
    public static string Of(string? next, string usual = "/overview") => IsLocal(next) ? next! : usual;

    // Browsers read "//x" and "/\x" as another host, and drop tabs and line breaks before they look.
    private static bool IsLocal(string? text) => text is ['/', ..] and { Length: <= Longest } && text is not ['/', '/' or '\\', ..]
        && !text.Contains('\\', StringComparison.Ordinal) && !text.Any(char.IsControl);
}
