using System.Globalization;

namespace Weir.Pipeline.Gates;

/// <summary>Compares a figure with its limit and says so in a sentence.</summary>
internal static class Limit
{
    public static GateResult AtLeast(string name, string word, double? measured, double limit) =>
        new(name, measured >= limit, measured, limit, measured is null
            ? $"The {word} could not be measured: the test rows lack a class."
            : $"The {word} is {Text(measured.Value)}; at least {Text(limit)} is wanted.");

    public static GateResult AtMost(string name, string word, double? measured, double limit) =>
        new(name, measured <= limit, measured, limit, measured is null
            ? $"The {word} could not be measured: the test rows lack a class."
            : $"The {word} is {Text(measured.Value)}; at most {Text(limit)} is allowed.");

    public static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
