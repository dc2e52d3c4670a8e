namespace Weir.Detection.Urls.Idna;

/// <summary>
/// Normalization Form C (UAX #15) for text that UTS #46 has mapped: there only primary composites and Hangul decompose.
/// The runtime's own normalisation knows ASCII only when globalization is invariant.
/// </summary>
internal static class Nfc
{
    private const int HangulBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7;
    private const int LCount = 19, VCount = 21, TCount = 28;

    /// <summary>Replaces <paramref name="to"/> by the normalised form of <paramref name="text"/>.</summary>
    public static void Normalize(ReadOnlySpan<int> text, CodePoints to)
    {
        to.Clear();
        foreach (var c in text)
            Decompose(c, to);
        Order(to.Span);
        to.Truncate(Compose(to.Span));
    }

    private static void Decompose(int c, CodePoints to)
    {
        if (c < 0xC0)
            to.Add(c);
        else if ((uint)(c - HangulBase) < LCount * VCount * TCount)
            DecomposeHangul(c - HangulBase, to);
        else if (IdnaTables.TryDecompose(c, out var first, out var second))
        {
            Decompose(first, to);
            to.Add(second);
        }
        else
            to.Add(c);
    }

    private static void DecomposeHangul(int syllable, CodePoints to)
    {
        to.Add(LBase + syllable / (VCount * TCount));
        to.Add(VBase + syllable / TCount % VCount);
        if (syllable % TCount != 0)
            to.Add(TBase + syllable % TCount);
    }

    /// <summary>Sorts each run of marks by combining class, keeping the order of equals.</summary>
    private static void Order(Span<int> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            while (i < text.Length && Rank(text[i]) != 0)
                i++;
            if (i - start > 1)
                OrderRun(text[start..i]);
        }
    }

    private static void OrderRun(Span<int> run)
    {
        Span<int> counts = stackalloc int[65];
        counts.Clear();
        // Two passes are enough for almost every run; a long hostile one is sorted by counting, which stays linear.
        var sorted = true;
        for (var i = 1; i < run.Length; i++)
            sorted &= Rank(run[i - 1]) <= Rank(run[i]);
        if (sorted)
            return;
        foreach (var c in run)
            counts[Rank(c) + 1]++;
        for (var i = 1; i < counts.Length; i++)
            counts[i] += counts[i - 1];
        var copy = run.Length <= 256 ? stackalloc int[run.Length] : new int[run.Length];
        run.CopyTo(copy);
        foreach (var c in copy)
            run[counts[Rank(c)]++] = c;
    }

    private static int Compose(Span<int> text)
    {
        var (written, starter, lastRank) = (0, -1, 0);
        foreach (var c in text)
        {
            var rank = Rank(c);
            // The starter's neighbour is free; a mark behind others only when its class is higher than theirs.
            var free = starter >= 0 && (starter == written - 1 || (rank > lastRank && lastRank != 0));
            var composite = free ? Pair(text[starter], c) : -1;
            if (composite >= 0)
            {
                text[starter] = composite;
                continue;
            }
            if (rank == 0)
                starter = written;
            lastRank = rank;
            text[written++] = c;
        }
        return written;
    }

    private static int Pair(int first, int second)
    {
        if ((uint)(first - LBase) < LCount && (uint)(second - VBase) < VCount)
            return HangulBase + ((first - LBase) * VCount + second - VBase) * TCount;
        var syllable = first - HangulBase;
        if ((uint)syllable < LCount * VCount * TCount && syllable % TCount == 0 && (uint)(second - TBase - 1) < TCount - 1)
            return first + second - TBase;
        return IdnaTables.Compose(first, second);
    }

    private static int Rank(int c) => c < 0x300 ? 0 : IdnaTables.Of(c).CombiningRank;
}
