namespace Weir.Detection.Reference.Generating;

/// <summary>Reads plain lists of domains as they are found in the wild: one a line, comments, leading dots or "*.", hosts-file columns.</summary>
internal static class DomainLines
{
    /// <summary>The domain a line names, lower-case ASCII, or null.</summary>
    public static string? Clean(string line)
    {
        int comment = line.IndexOfAny(['#', ';']);
        string text = (comment >= 0 ? line[..comment] : line).Trim().ToLowerInvariant();
        text = text[(text.LastIndexOfAny([' ', '\t', ',']) + 1)..].Trim('"');
        if (text.StartsWith("*.", StringComparison.Ordinal)) text = text[2..];
        text = text.Trim('.');
        return IsDomain(text) ? text : null;
    }

    /// <summary>At least two labels of letters, digits and hyphens, 253 characters at most, and not an IPv4 address.</summary>
    public static bool IsDomain(string text)
    {
        if (text.Length is < 3 or > 253 || !text.Contains('.', StringComparison.Ordinal)) return false;
        foreach (string label in text.Split('.'))
            if (!IsLabel(label)) return false;
        return !char.IsAsciiDigit(text[^1]);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
