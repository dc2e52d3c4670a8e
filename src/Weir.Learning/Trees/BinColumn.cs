namespace Weir.Learning.Trees;

/// <summary>A feature inside a column.</summary>
/// <param name="Position">Which one.</param>
/// <param name="BinOf">Its bin by the column's code; null = the code is the bin.</param>
internal readonly record struct ColumnMember(int Position, byte[]? BinOf)
{
    public int Bin(int code) => BinOf == null ? code : BinOf[code];
}

/// <summary>
/// One byte a row that tells the bins of one feature, or of several at once: features with few bins share a column whose
/// codes are the combinations of bins that occur. Nothing is lost, and one addition to a histogram serves all of them.
/// </summary>
internal sealed class BinColumn(byte[] codes, int count, ColumnMember[] members)
{
    public const int MostCodes = 256;

    private const ushort Unseen = ushort.MaxValue;

    /// <summary>The code of each row.</summary>
    public byte[] Codes { get; private set; } = codes;

    /// <summary>Codes are below this.</summary>
    public int Count { get; } = count;

    public ColumnMember[] Members { get; } = members;

    /// <summary>Both in one column, or null when more combinations occur than a byte can tell.</summary>
    /// <param name="other">A column of one feature.</param>
    /// <param name="seen">65,536 places to work in.</param>
    public BinColumn? With(BinColumn other, ushort[] seen)
    {
        Array.Fill(seen, Unseen);
        var pairs = new List<ushort>(MostCodes);
        for (var row = 0; row < Codes.Length; row++)
        {
            var pair = (Codes[row] << 8) | other.Codes[row];
            if (seen[pair] != Unseen) continue;
            if (pairs.Count == MostCodes) return null;
            seen[pair] = (ushort)pairs.Count;
            pairs.Add((ushort)pair);
        }
        var joint = new byte[Codes.Length];
        for (var row = 0; row < joint.Length; row++) joint[row] = (byte)seen[(Codes[row] << 8) | other.Codes[row]];
        ColumnMember[] members =
        [
            .. Members.Select(m => m with { BinOf = [.. pairs.Select(pair => (byte)m.Bin(pair >> 8))] }),
            .. other.Members.Select(m => m with { BinOf = [.. pairs.Select(pair => (byte)m.Bin(pair & 0xFF))] }),
        ];
        return new BinColumn(joint, pairs.Count, members);
    }

    public void Reorder(int[] order) => Codes = TrainingRows.Ordered(Codes, order);

    /// <summary>Puts features with few bins together, the simplest first, each into the first column that has room.</summary>
    public static BinColumn[] Bundle(IEnumerable<BinColumn> singles)
    {
        const int tries = 16, mostMembers = 64;
        var seen = new ushort[MostCodes * MostCodes];
        var columns = new List<BinColumn>();
        foreach (var single in singles.OrderBy(c => c.Count).ThenBy(c => c.Members[0].Position))
        {
            var into = -1;
            BinColumn? joint = null;
            // Older columns are as good as full; without a limit many thousands of features would take for ever.
            for (var c = Math.Max(0, columns.Count - tries); c < columns.Count && into < 0; c++)
                if (columns[c].Members.Length < mostMembers && columns[c].Count + single.Count / 2 <= MostCodes && (joint = columns[c].With(single, seen)) != null) into = c;
            if (into < 0) columns.Add(single);
            else columns[into] = joint!;
        }
        return [.. columns];
    }
}
