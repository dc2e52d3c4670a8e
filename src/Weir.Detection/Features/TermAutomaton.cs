using System.Runtime.CompilerServices;

namespace Weir.Detection.Features;

/// <summary>
/// Finds many terms in one pass over a text (Aho and Corasick, 1975): a table of states over a-z, 0-9 and one symbol for
/// all else. At each position the longest term that ends there is told.
/// </summary>
internal sealed class TermAutomaton
{
    private const int Symbols = 37;
    private static readonly byte[] SymbolOf = MakeSymbols();

    // One word a state and symbol: the first word of the next state's row, doubled; odd when a term ends there.
    private readonly int[] _next;
    private readonly int[] _found;
    private readonly (int Value, int Length)[] _terms;

    public TermAutomaton(IReadOnlyList<(string Term, int Value)> terms)
    {
        var next = new List<int[]> { new int[Symbols] };
        var found = new List<int> { 0 };
        _terms = [(0, 0), .. terms.Select(t => (t.Value, t.Term.Length))];
        for (var i = 0; i < terms.Count; i++) Insert(terms[i].Term, i + 1, next, found);
        Link(next, found);
        _next = [.. next.SelectMany(row => row).Select(state => 2 * Symbols * state + (found[state] != 0 ? 1 : 0))];
        _found = [.. found];
    }

    /// <summary>Moves on by one character; 0, or the number of the longest term that ends here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step(ref int state, char c)
    {
        state = _next[(state >> 1) + (c < 128 ? SymbolOf[c] : Symbols - 1)];
        return (state & 1) == 0 ? 0 : _found[(state >> 1) / Symbols];
    }

    /// <summary>The value and the length of a found term.</summary>
    public (int Value, int Length) Term(int found) => _terms[found];

    private static void Insert(string term, int number, List<int[]> next, List<int> found)
    {
        var state = 0;
        foreach (var c in term)
        {
            ref var to = ref next[state][c < 128 ? SymbolOf[c] : Symbols - 1];
            if (to == 0)
            {
                to = next.Count;
                next.Add(new int[Symbols]);
                found.Add(0);
            }
            state = to;
        }
        if (found[state] == 0) found[state] = number;
    }

    /// <summary>Turns the trie into an automaton, breadth first: where no edge is, go on as the longest proper suffix would.</summary>
    private static void Link(List<int[]> next, List<int> found)
    {
        var fail = new int[next.Count];
        var queue = new Queue<int>();
        foreach (var child in next[0].Where(child => child != 0)) queue.Enqueue(child);
        while (queue.TryDequeue(out var state))
        {
            if (found[state] == 0) found[state] = found[fail[state]];
            for (var symbol = 0; symbol < Symbols; symbol++)
            {
                var child = next[state][symbol];
                var other = next[fail[state]][symbol];
                if (child == 0) next[state][symbol] = other;
                else
                {
                    fail[child] = other;
                    queue.Enqueue(child);
                }
            }
        }
    }

    private static byte[] MakeSymbols()
    {
        var symbols = new byte[128];
        Array.Fill(symbols, (byte)(Symbols - 1));
        for (var c = 'a'; c <= 'z'; c++) symbols[c] = (byte)(c - 'a');
        for (var c = 'A'; c <= 'Z'; c++) symbols[c] = (byte)(c - 'A');
        for (var c = '0'; c <= '9'; c++) symbols[c] = (byte)(26 + c - '0');
        return symbols;
    }
}
