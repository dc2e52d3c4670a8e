namespace Weir.Detection.Urls;

/// <summary>Makes addresses safe to show, and reads addresses that were made safe.</summary>
public static class Defang
{
    /// <summary>The address so that nobody can click it.</summary>
    public static string Defanged(string text) =>
        (text.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? "hxxp" + text[4..] : text).Replace(".", "[.]", StringComparison.Ordinal);

    /// <summary>The address that was made safe.</summary>
    public static string Refanged(string text) =>
        text.Replace("hxxp", "http", StringComparison.OrdinalIgnoreCase).Replace("[.]", ".", StringComparison.Ordinal);

    /// <summary>True when the text carries marks of defanging.</summary>
    public static bool NeedsRefang(ReadOnlySpan<char> text) =>
        text.Contains("[.]", StringComparison.Ordinal) || text.StartsWith("hxxp", StringComparison.OrdinalIgnoreCase);
}
