using System.Globalization;
using Weir.Learning.Numerics;

namespace Weir.Learning.Preparation;

/// <summary>
/// A column of a table as it was read: numbers (NaN or infinite = missing) or texts (null or empty = missing). It holds the array it
/// is given. A number and its shortest text are the same category.
/// </summary>
public sealed class RawColumn
{
    /// <summary>The category of every cell without a value.</summary>
    internal const ulong MissingKey = 0x6D697373696E67;

    /// <summary>A column of numbers.</summary>
    public RawColumn(string name, double[] numbers) => (Name, Numbers) = (name, numbers);

    /// <summary>A column of texts.</summary>
    public RawColumn(string name, string?[] texts) => (Name, Texts) = (name, texts);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The numbers; null when it holds texts.</summary>
    public double[]? Numbers { get; }

    /// <summary>The texts; null when it holds numbers.</summary>
    public string?[]? Texts { get; }

    /// <summary>How many rows.</summary>
    public int Rows => Numbers?.Length ?? Texts!.Length;

    /// <summary>The number in a row; NaN when it is missing, infinite, or a text that is no number.</summary>
    internal double NumberAt(int row)
    {
        var value = Numbers is not null ? Numbers[row]
            : double.TryParse(Texts![row], NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : double.NaN;
        return double.IsFinite(value) ? value : double.NaN;
    }

    /// <summary>The category in a row, by its hash.</summary>
    internal ulong KeyAt(int row)
    {
        if (Numbers is not null) return double.IsFinite(Numbers[row]) ? TextHash.Of(Numbers[row]) : MissingKey;
        return string.IsNullOrEmpty(Texts![row]) ? MissingKey : TextHash.Of(Texts[row]);
    }

    /// <summary>A hash of the value in a row, equal where <see cref="IsSame"/> holds; sooner than the category of a number.</summary>
    internal ulong HashAt(int row) => Numbers is null || !double.IsFinite(Numbers[row]) ? KeyAt(row) : BitConverter.DoubleToUInt64Bits(Numbers[row] + 0.0);

    /// <summary>The category in a row, in words.</summary>
    internal string TextAt(int row)
    {
        if (Numbers is not null) return double.IsFinite(Numbers[row]) ? (Numbers[row] + 0.0).ToString("R", CultureInfo.InvariantCulture) : "missing";
        return Texts![row] is { Length: > 0 } text ? text : "missing";
    }

    /// <summary>Whether two rows hold the same value; two missing ones do.</summary>
    internal bool IsSame(int a, int b)
    {
        if (Texts is not null) return string.Equals(Texts[a] ?? "", Texts[b] ?? "", StringComparison.Ordinal);
        return Numbers![a] == Numbers[b] || (!double.IsFinite(Numbers[a]) && !double.IsFinite(Numbers[b]));
    }
}
