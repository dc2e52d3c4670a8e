namespace Weir.Detection.Reference;

/// <summary>
/// How ordinary the characters of a domain label are: a character trigram model (interpolated with bigrams and unigrams)
/// of the names of popular domains. Natural logarithms; pronounceable names score about -2, random letters about -4.
/// </summary>
public sealed class LabelLikelihood
{
    /// <summary>a-z, 0-9, hyphen and the label's border (also any other character).</summary>
    internal const int Symbols = 38;

    /// <summary>Steps of the stored byte in one unit of natural logarithm.</summary>
    internal const double Steps = 24.0;

    internal const int Border = 37;

    private static readonly byte[] SymbolOf = [.. Enumerable.Range(0, 128).Select(c => (byte)Symbol((char)c))];

    private readonly byte[] _costs;

    internal LabelLikelihood(ReadOnlySpan<byte> payload)
    {
        if (payload.Length != Symbols * Symbols * Symbols)
            throw new ReferenceFileException("The label model has the wrong size; run tools/generate-reference or delete the override.");
        _costs = payload.ToArray();
    }

    /// <summary>Mean log-likelihood of a character of the label, its end included: 0 or less; 0 for an empty label.</summary>
    public double Score(ReadOnlySpan<char> label)
    {
        if (label.IsEmpty) return 0;
        byte[] costs = _costs;
        long cost = 0;
        (int before, int last) = (Border, Border);
        foreach (char c in label)
        {
            int symbol = c < 128 ? SymbolOf[c] : Border;
            cost += costs[(before * Symbols + last) * Symbols + symbol];
            (before, last) = (last, symbol);
        }
        cost += costs[(before * Symbols + last) * Symbols + Border];
        return -cost / (Steps * (label.Length + 1));
    }

    /// <summary>The symbol of a character; letters of both cases are the same.</summary>
    internal static int Symbol(char c)
    {
        uint letter = (c | 0x20u) - 'a';
        if (letter < 26) return (int)letter;
        uint digit = (uint)c - '0';
        if (digit < 10) return 26 + (int)digit;
        return c == '-' ? 36 : Border;
    }
}
