namespace Weir.Pipeline.Tables.Drift;

/// <summary>A bin of a column with the share of rows on both sides, 0 to 1.</summary>
/// <param name="Name">A value, a range such as <c>≤ 3.2</c>, <c>missing</c>, or <c>new</c> for values that the rows before have none of.</param>
/// <param name="Before">Share of the rows that were learned from.</param>
/// <param name="Now">Share of the new rows.</param>
public sealed record BinShare(string Name, double Before, double Now);

/// <summary>How far a column of a table has moved.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Level">What it amounts to: an effect large enough to matter, and more than chance among so many columns.</param>
/// <param name="Psi">Population stability index, 0 or more, freed of what chance adds.</param>
/// <param name="JensenShannon">Jensen-Shannon distance, 0 to 1, likewise.</param>
/// <param name="Chance">How likely no change gives as much, corrected for the number of columns (Benjamini, Hochberg 1995).</param>
/// <param name="Ks">Kolmogorov-Smirnov: the largest distance of the two distributions, 0 to 1, missing values aside.</param>
/// <param name="PValue">Its chance for this column alone, as such projects commonly report it: below 0.05 is called drift there.</param>
/// <param name="MissingBefore">Share without a value among the rows that were learned from.</param>
/// <param name="MissingNow">The same of the new rows.</param>
/// <param name="Bins">What was compared.</param>
public sealed record ColumnShift(
    string Column, DriftLevel Level, double Psi, double JensenShannon, double Chance, double Ks, double PValue, double MissingBefore, double MissingNow,
    IReadOnlyList<BinShare> Bins)
{
    /// <summary>From which chance on such projects speak of drift.</summary>
    public const double UsualChance = 0.05;

    /// <summary>What such projects call drift: unlikely to be chance, however small. With many rows that is nearly every column.</summary>
    public bool IsUnlikely => PValue < UsualChance;
}
