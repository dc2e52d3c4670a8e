namespace Weir.Learning.Networks;

/// <summary>
/// The sizes of a network and where each part lies in its one flat array of weights: embedding [symbol][number], then block by
/// block of 16 filters the kernels [offset][number][filter], filter biases, hidden weights [filter][unit], hidden biases, output
/// weights, output bias. The filters of a block are the lanes of a vector, so that sums have one order at any vector width.
/// </summary>
internal sealed record CharShape(int Symbols, int MaxLength, int Embedding, int ShortWidth, int LongWidth, int Filters, int Hidden)
{
    public const int Lanes = 16;

    public int Pooled => 2 * Filters;

    public int Blocks => Pooled / Lanes;

    /// <summary>Symbols of a text with the padding behind it.</summary>
    public int Padded => MaxLength + Math.Max(ShortWidth, LongWidth) - 1;

    public int FilterBias => Kernel(Blocks);

    public int HiddenWeights => FilterBias + Pooled;

    public int HiddenBias => HiddenWeights + Pooled * Hidden;

    public int Output => HiddenBias + Hidden;

    public int OutputBias => Output + Hidden;

    /// <summary>Length of the array: a multiple of 16, the last ones unused.</summary>
    public int Weights => (OutputBias + Lanes) / Lanes * Lanes;

    public int Tables => Table(Blocks);

    public int Width(int block) => block < Blocks / 2 ? ShortWidth : LongWidth;

    public int Kernel(int block) => Symbols * Embedding + WidthsBefore(block) * Embedding * Lanes;

    /// <summary>Where the products of a block's kernels and the embeddings lie: [offset][symbol][filter].</summary>
    public int Table(int block) => WidthsBefore(block) * Symbols * Lanes;

    /// <summary>Everything that is out of range, in sentences.</summary>
    public List<string> Faults()
    {
        var faults = new List<string>();
        void Need(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
        Need(Symbols is >= 2 and <= 256, $"Symbols {Symbols} is not in 2 .. 256.");
        Need(MaxLength is >= 1 and <= 255, $"MaxLength {MaxLength} is not in 1 .. 255.");
        Need(Embedding is >= Lanes and <= 64 && Embedding % Lanes == 0, $"Embedding {Embedding} is no multiple of 16 up to 64.");
        Need(ShortWidth is >= 1 and <= 16, $"ShortWidth {ShortWidth} is not in 1 .. 16.");
        Need(LongWidth is >= 1 and <= 16, $"LongWidth {LongWidth} is not in 1 .. 16.");
        Need(Filters is >= Lanes and <= 512 && Filters % Lanes == 0, $"Filters {Filters} is no multiple of 16 up to 512.");
        Need(Hidden is >= Lanes and <= 256 && Hidden % Lanes == 0, $"Hidden {Hidden} is no multiple of 16 up to 256.");
        return faults;
    }

    /// <summary>Copies a text cut to its longest and padded with 0; returns its windows, at least one.</summary>
    public int Pad(ReadOnlySpan<byte> symbols, Span<byte> to)
    {
        var length = Math.Min(symbols.Length, MaxLength);
        for (var i = 0; i < length; i++) to[i] = symbols[i] < Symbols ? symbols[i] : (byte)0;
        to[length..].Clear();
        return Math.Max(1, length);
    }

    private int WidthsBefore(int block) => Math.Min(block, Blocks / 2) * ShortWidth + Math.Max(0, block - Blocks / 2) * LongWidth;
}
