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
    private readonly int[][] _found;
    private readonly (int Value, int Length)[] _terms;

    /// <summary>An automaton over sets of terms, each of which has finds of its own.</summary>
    public TermAutomaton(params IReadOnlyList<IReadOnlyList<(string Term, int Value)>> sets)
    {
        var next = new List<int[]> { new int[Symbols] };
        var found = new List<int[]> { new int[sets.Count] };
        _terms = [(0, 0), .. sets.SelectMany(set => set).Select(t => (t.Value, t.Term.Length))];
        var number = 0;
        for (var set = 0; set < sets.Count; set++)
            foreach (var (term, _) in sets[set]) Insert(term, set, ++number, next, found);
        Link(next, found);
        _next = [.. next.SelectMany(row => row).Select(state => 2 * Symbols * state + (found[state].Any(of => of != 0) ? 1 : 0))];
        _found = [.. Enumerable.Range(0, sets.Count).Select(set => found.Select(of => of[set]).ToArray())];
    }

    /// <summary>Moves on by one character; 0, or the number of the longest term (of the first set) that ends here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step(ref int state, char c) => Move(ref state, c) ? Found(state, 0) : 0;

    /// <summary>Moves on by one character; true when a term of any set ends here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Move(ref int state, char c)
    {
        state = _next[(state >> 1) + (c < 128 ? SymbolOf[c] : Symbols - 1)];
        return (state & 1) != 0;
    }

    /// <summary>0, or the number of the longest term of a set that ended at the last step.</summary>
    public int Found(int state, int set) => _found[set][(state >> 1) / Symbols];

    /// <summary>The value and the length of a found term.</summary>
    public (int Value, int Length) Term(int found) => _terms[found];

    private static void Insert(string term, int set, int number, List<int[]> next, List<int[]> found)
    {
        var state = 0;
        foreach (var c in term)
        {
            ref var to = ref next[state][c < 128 ? SymbolOf[c] : Symbols - 1];
            if (to == 0)
            {
                to = next.Count;
                next.Add(new int[Symbols]);
                found.Add(new int[found[0].Length]);
            }
            state = to;
        }
        if (found[state][set] == 0) found[state][set] = number;
    }

    /// <summary>Turns the trie into an automaton, breadth first: where no edge is, go on as the longest proper suffix would.</summary>
    private static void Link(List<int[]> next, List<int[]> found)
    {
        var fail = new int[next.Count];
        var queue = new Queue<int>();
        foreach (var child in next[0].Where(child => child != 0)) queue.Enqueue(child);
        while (queue.TryDequeue(out var state))
        {
            for (var set = 0; set < found[state].Length; set++)
                if (found[state][set] == 0) found[state][set] = found[fail[state]][set];
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
