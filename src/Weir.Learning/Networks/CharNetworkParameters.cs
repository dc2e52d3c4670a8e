namespace Weir.Learning.Networks;

/// <summary>Shape and training of a <see cref="CharNetwork"/>. The defaults suit some 100,000 URLs.</summary>
public sealed record CharNetworkParameters
{
    /// <summary>Different symbols, 2 to 256; a symbol from here on is read as 0, which also pads. Default 128.</summary>
    public int Symbols { get; init; } = 128;

    /// <summary>Symbols of a text that are read, 1 to 255; the rest is ignored. Default 120.</summary>
    public int MaxLength { get; init; } = 120;

    /// <summary>Numbers by which a symbol is known, a multiple of 16 up to 64. Default 16.</summary>
    public int Embedding { get; init; } = 16;

    /// <summary>Symbols under the shorter filters, 1 to 16. Default 3.</summary>
    public int ShortWidth { get; init; } = 3;

    /// <summary>Symbols under the longer filters, 1 to 16. Default 5.</summary>
    public int LongWidth { get; init; } = 5;

    /// <summary>Filters of each of the two widths, a multiple of 16 up to 512. Default 64.</summary>
    public int Filters { get; init; } = 64;

    /// <summary>Units of the hidden layer, a multiple of 16 up to 256. Default 64.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Passes over the rows, 1 to 1000. Default 6.</summary>
    public int Epochs { get; init; } = 6;

    /// <summary>Rows of one step of Adam, 1 to 8192. Default 256.</summary>
    public int BatchRows { get; init; } = 256;

    /// <summary>First step size of Adam, above 0 and at most 1; it falls in a straight line to 0. Default 0.006.</summary>
    public double LearningRate { get; init; } = 0.006;

    /// <summary>Share of the step size by which every weight shrinks at each step (AdamW), 0 to 1. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Chance of a symbol to be read as 0 in training, 0 to 0.9. Default 0.</summary>
    public double SymbolDropout { get; init; }

    /// <summary>Chance of a pooled filter and of a hidden unit to be silent in training, 0 to 0.9. Default 0.3.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>Seed of start weights, order and dropout. The same rows, parameters and seed give the same bytes. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use, which does not change the result; 0 (default) = as many as the machine has processors.</summary>
    public int Threads { get; init; }

    internal CharShape Shape => new(Symbols, MaxLength, Embedding, ShortWidth, LongWidth, Filters, Hidden);

    /// <summary>Throws one exception that names every fault.</summary>
    internal void Check()
    {
        var faults = Shape.Faults();
        void Need(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
        Need(Epochs is >= 1 and <= 1000, $"Epochs {Epochs} is not in 1 .. 1000.");
        Need(BatchRows is >= 1 and <= 8192, $"BatchRows {BatchRows} is not in 1 .. 8192.");
        Need(LearningRate is > 0 and <= 1, "LearningRate is not above 0 and at most 1.");
        Need(WeightDecay is >= 0 and <= 1, "WeightDecay is not in 0 .. 1.");
        Need(SymbolDropout is >= 0 and <= 0.9, "SymbolDropout is not in 0 .. 0.9.");
        Need(Dropout is >= 0 and <= 0.9, "Dropout is not in 0 .. 0.9.");
        Need(Threads >= 0, "Threads is negative.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults));
    }
}
