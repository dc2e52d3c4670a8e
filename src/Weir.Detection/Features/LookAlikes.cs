namespace Weir.Detection.Features;

/// <summary>Folds ASCII look-alikes to one spelling (0/o, 1/l/i, rn/m, vv/w …), so that names that look alike are equal.</summary>
internal static class LookAlikes
{
    /// <summary>The folded form of a name.</summary>
    public static string Fold(string text)
    {
        Span<char> to = stackalloc char[text.Length];
        return to[..Fold(text, to)].ToString();
    }

    /// <summary>Folds lower-case text; hyphens vanish. The result is never longer than the text.</summary>
    public static int Fold(ReadOnlySpan<char> text, Span<char> to)
    {
        var written = 0;
        foreach (var c in text)
        {
            if (c == '-') continue;
            var folded = One(c);
            if (written > 0 && folded == 'n' && to[written - 1] == 'r') to[written - 1] = 'm';
            else if (written > 0 && folded == 'v' && to[written - 1] == 'v') to[written - 1] = 'w';
            else to[written++] = folded;
        }
        return written;
    }

    private static char One(char c) => c switch
    {
        '0' => 'o',
        '1' or 'i' or 'j' => 'l',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        '9' or 'q' => 'g',
        _ => c,
    };
}
