using System.Globalization;

namespace Weir.Server.Jobs;

/// <summary>Names of files as strangers send them: kept for people to read, never used as a path.</summary>
internal static class FileNames
{
    private const int Longest = 150;
    private const string Usual = "upload";

    /// <summary>The name without folders, without characters that do not show or turn the text around, and not too long.</summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var shown = string.Concat(last.EnumerateRunes().Where(rune => Rune(rune) && rune.Value != 0xFFFD).Take(Longest)).Trim();
        return shown.Length == 0 || shown.All(character => character == '.') ? Usual : shown;
    }

    /// <summary>The name of what was made of a file.</summary>
    public static string Of(string name, string suffix)
    {
        var bare = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return Path.GetFileNameWithoutExtension(bare) is { Length: > 0 } stem ? stem + suffix : Usual + suffix;
    }

    private static bool Rune(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
