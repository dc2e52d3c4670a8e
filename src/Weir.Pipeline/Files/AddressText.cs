namespace Weir.Pipeline.Files;

/// <summary>Tells cells that look like addresses from other text, without reading them as such.</summary>
internal static class AddressText
{
    private const int LongestScheme = 12;

    /// <summary>How much a cell looks like an address: 2 with a scheme, 1 for a bare host, 0 not at all.</summary>
    public static int Likeness(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim();
        if (cell.Length < 4 || cell.ContainsAnyInRange('\0', ' ')) return 0;
        var colon = cell.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0) colon = cell.IndexOf("[:]//", StringComparison.Ordinal);
        if (colon is > 0 and <= LongestScheme && !cell[..colon].ContainsAnyExcept(Schemes)) return 2;
        return IsHost(cell) ? 1 : 0;
    }

    private static readonly System.Buffers.SearchValues<char> Schemes = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-.0123456789");

    // A mail address, a decimal number or a version is none: the last label is of letters, or there are four numbers.
    private static bool IsHost(ReadOnlySpan<char> cell)
    {
        var end = cell.IndexOfAny("/?#:");
        var host = end < 0 ? cell : cell[..end];
        if (host.Length > 0 && host[^1] == '.') host = host[..^1];
        var dot = host.LastIndexOf('.');
        if (dot <= 0) return false;
        foreach (var character in host)
            if (!char.IsLetterOrDigit(character) && character is not ('-' or '.' or '_' or '[' or ']')) return false;
        var last = host[(dot + 1)..].TrimStart(']');
        return last.Length >= 2 && char.IsLetter(last[0]) ? true : host.Count('.') == 3 && !host.ContainsAnyExcept("0123456789.[]");
    }
}
