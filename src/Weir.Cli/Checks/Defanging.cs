namespace Weir.Cli.Checks;

/// <summary>Makes an address unclickable where people read it.</summary>
internal static class Defanging
{
    private static readonly (string Written, string Meant)[] Spellings =
        [("[.]", "."), ("(.)", "."), ("{.}", "."), ("[dot]", "."), ("(dot)", "."), ("[:]", ":"), ("[://]", "://"), ("[/]", "/"), ("[@]", "@")];

    /// <summary><c>https://a.test/</c> becomes <c>hxxps://a[.]test/</c>; dots behind the host stay.</summary>
    public static string Of(string subject)
    {
        var authority = subject.IndexOf("//", StringComparison.Ordinal) is var slashes && slashes >= 0 ? slashes + 2 : 0;
        var end = subject.AsSpan(authority).IndexOfAny('/', '?', '#') is var stop && stop >= 0 ? authority + stop : subject.Length;
        var scheme = subject[..authority].Replace("http", "hxxp", StringComparison.OrdinalIgnoreCase);
        return scheme + subject[authority..end].Replace(".", "[.]", StringComparison.Ordinal) + subject[end..];
    }

    /// <summary>The address as it was before someone made it unclickable.</summary>
    public static string Undo(string subject)
    {
        var text = subject.Trim();
        foreach (var (written, meant) in Spellings) text = text.Replace(written, meant, StringComparison.OrdinalIgnoreCase);
        return text.StartsWith("hxxp", StringComparison.OrdinalIgnoreCase) ? "http" + text[4..] : text;
    }
}
