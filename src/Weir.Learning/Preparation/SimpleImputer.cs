namespace Weir.Learning.Preparation;

/// <summary>Fills the holes of a column by one number, and may tell in further columns where they were. Immutable.</summary>
public sealed class SimpleImputer
{
    private readonly double[] _fills;

    internal SimpleImputer(double[] fills, int[] kept, int[] marked) => (_fills, Kept, Marked) = (fills, kept, marked);

    /// <summary>How many columns it takes.</summary>
    public int ColumnCount => _fills.Length;

    /// <summary>What a hole becomes, by column.</summary>
    public ReadOnlySpan<double> Fills => _fills;

    /// <summary>The columns that it gives back, ascending.</summary>
    public IReadOnlyList<int> Kept { get; }

    /// <summary>The columns whose holes are marked in columns behind the kept ones, ascending.</summary>
    public IReadOnlyList<int> Marked { get; }

    /// <summary>Copies of the <see cref="Kept"/> columns without holes, then a column of 0 and 1 for each of <see cref="Marked"/>.</summary>
    /// <exception cref="ArgumentException">Another number of columns.</exception>
    public double[][] Transform(double[][] columns)
    {
        if (columns.Length != ColumnCount) throw new ArgumentException($"There are {columns.Length} columns, the imputer has {ColumnCount}.", nameof(columns));
        var filled = Kept.Select(c => Array.ConvertAll(columns[c], value => double.IsFinite(value) ? value : _fills[c]));
        var marks = Marked.Select(c => Array.ConvertAll(columns[c], value => double.IsFinite(value) ? 0.0 : 1));
        return [.. filled, .. marks];
    }

    /// <summary>Writes the sections <c>prefix.fills</c>, <c>prefix.kept</c> and <c>prefix.marked</c>.</summary>
    public void Save(ModelFileBuilder builder, string prefix)
    {
        builder.Add<double>(prefix + ".fills", _fills);
        builder.Add<int>(prefix + ".kept", [.. Kept]);
        builder.Add<int>(prefix + ".marked", [.. Marked]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The sections are missing or do not fit together.</exception>
    public static SimpleImputer Load(ModelFile file, string prefix)
    {
        var fills = file.Get<double>(prefix + ".fills");
        var (kept, marked) = (file.Get<int>(prefix + ".kept"), file.Get<int>(prefix + ".marked"));
        return Array.TrueForAll(fills, double.IsFinite) && Ascends(kept, fills.Length) && Ascends(marked, fills.Length)
            ? new SimpleImputer(fills, kept, marked)
            : throw file.Fault($"holds a damaged imputer in '{prefix}'");
    }

    private static bool Ascends(int[] columns, int count)
    {
        for (var i = 0; i < columns.Length; i++)
            if (columns[i] >= count || columns[i] <= (i == 0 ? -1 : columns[i - 1])) return false;
        return true;
    }
}
