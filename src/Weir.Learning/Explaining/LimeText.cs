using System.Text;

namespace Weir.Learning.Explaining;

/// <summary>Explains the score of a text by its tokens; what stands between tokens is never left out.</summary>
public static class LimeText
{
    /// <summary>Runs of letters and digits: labels of a host, segments of a path, names and values of a query. At most <see cref="Lime.MostTokens"/>.</summary>
    public static List<Range> Tokens(ReadOnlySpan<char> text)
    {
        var tokens = new List<Range>();
        for (var at = 0; at < text.Length && tokens.Count < Lime.MostTokens; at++)
        {
            if (!char.IsLetterOrDigit(text[at])) continue;
            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at])) at++;
            tokens.Add(start..at);
        }
        return tokens;
    }

    /// <summary>Explains a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Its tokens in order, without overlap.</param>
    /// <param name="score">Scores a text from which tokens were cut.</param>
    /// <param name="p">Settings.</param>
    /// <exception cref="ArgumentException">As <see cref="Lime.Explain"/>, or tokens that are not in order inside the text.</exception>
    public static LimeExplanation Explain(string text, IReadOnlyList<Range> tokens, Func<string, double> score, LimeParameters p)
    {
        var bounds = tokens.Select(token => (Start: token.Start.GetOffset(text.Length), End: token.End.GetOffset(text.Length))).ToArray();
        var free = 0;
        foreach (var (start, end) in bounds)
        {
            if (start < free || end < start || end > text.Length) throw new ArgumentException("The tokens overlap or are not in the order of the text.", nameof(tokens));
            free = end;
        }
        return Lime.Explain(bounds.Length, kept => score(Cut(text, bounds, kept)), p);
    }

    private static string Cut(string text, (int Start, int End)[] tokens, ReadOnlySpan<bool> kept)
    {
        var left = new StringBuilder(text.Length);
        var from = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (kept[i]) continue;
            left.Append(text, from, tokens[i].Start - from);
            from = tokens[i].End;
        }
        return left.Append(text, from, text.Length - from).ToString();
    }
}
