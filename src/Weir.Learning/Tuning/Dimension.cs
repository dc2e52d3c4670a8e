using System.Globalization;
using Weir.Learning.Numerics;

namespace Weir.Learning.Tuning;

/// <summary>One parameter and what it may be: a range of numbers, or one of several words.</summary>
public sealed record Dimension
{
    private Dimension(string name, double low, double high)
    {
        Name = name;
        Low = low;
        High = high;
    }

    /// <summary>How the parameter is called; unique in a space.</summary>
    public string Name { get; }

    /// <summary>The least value.</summary>
    public double Low { get; }

    /// <summary>The largest value.</summary>
    public double High { get; }

    /// <summary>Whether equal factors are equally likely, rather than equal steps.</summary>
    public bool IsLog { get; private init; }

    /// <summary>Whether only whole numbers are drawn.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>The words, whose places in this list are the values; empty for a range.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>Any number of a range, evenly.</summary>
    public static Dimension Linear(string name, double low, double high) => new(name, low, high);

    /// <summary>Any number of a range above 0, evenly by its logarithm.</summary>
    public static Dimension Log(string name, double low, double high) => new(name, low, high) { IsLog = true };

    /// <summary>A whole number of a range, both ends included.</summary>
    public static Dimension Int(string name, int low, int high) => new(name, low, high) { IsWhole = true };

    /// <summary>A whole number of a range above 0, evenly by its logarithm.</summary>
    public static Dimension LogInt(string name, int low, int high) => new(name, low, high) { IsWhole = true, IsLog = true };

    /// <summary>One of several words.</summary>
    public static Dimension Choice(string name, params IReadOnlyList<string> choices) =>
        new(name, 0, choices.Count - 1) { IsWhole = true, Choices = choices };

    /// <summary>A value as text.</summary>
    public string Text(double value) => Choices.Count > 0 ? Choices[(int)value] : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The value that a text stands for; null when it is none of this parameter.</summary>
    public double? Parse(string text)
    {
        if (Choices.Count > 0) return Choices.Index().Where(choice => choice.Item == text).Select(choice => (double?)choice.Index).FirstOrDefault();
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        return isNumber && value >= Low && value <= High && (!IsWhole || value == Math.Floor(value)) ? value : null;
    }

    internal double Draw(ref Xoshiro256 random)
    {
        // A whole number owns the range of half a step to both sides.
        var (low, high) = IsWhole ? (Low - 0.5, High + 0.5) : (Low, High);
        var place = random.NextDouble();
        var value = IsLog ? StableMath.Exp(StableMath.Log(low) + place * (StableMath.Log(high) - StableMath.Log(low))) : low + place * (high - low);
        return Math.Clamp(IsWhole ? Math.Floor(value + 0.5) : Rounded(value), Low, High);
    }

    internal string? Fault() => this switch
    {
        { Name: "" } => "A parameter has no name.",
        { Choices.Count: 0, High: < 0, IsWhole: true, Low: 0 } => $"{Name} has no choices.",
        _ when !(double.IsFinite(Low) && double.IsFinite(High) && Low <= High) => $"{Name} has no range: {Low} to {High}.",
        { IsLog: true, Low: <= 0 } => $"{Name} is drawn by its logarithm, but starts at {Low}.",
        _ => null,
    };

    /// <summary>Four digits are enough to tell candidates apart, and can be written down.</summary>
    private static double Rounded(double value) =>
        double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
