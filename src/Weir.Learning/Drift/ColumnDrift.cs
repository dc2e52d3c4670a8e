namespace Weir.Learning.Drift;

/// <summary>What a bin holds.</summary>
public enum BinKind
{
    /// <summary>Values above From, up to To; null = open.</summary>
    Range,

    /// <summary>The one value To.</summary>
    Value,

    /// <summary>Values that the reference has none of.</summary>
    Unseen,

    /// <summary>Rows without a value.</summary>
    Missing,
}

/// <summary>A bin with the share of rows on both sides, 0 to 1.</summary>
public readonly record struct ColumnBin(double? From, double? To, BinKind Kind, double Reference, double Current);

/// <summary>How far a column has moved from its reference.</summary>
/// <param name="Effect">PSI and Jensen-Shannon distance over the bins, with the chance of no change.</param>
/// <param name="Ks">Kolmogorov-Smirnov: the largest distance of the two distributions, missing values aside.</param>
/// <param name="KsChance">Its chance under no change; information only, since it is next to 0 for any large sample.</param>
/// <param name="MissingReference">Share without a value, 0 to 1.</param>
/// <param name="MissingCurrent">The same now.</param>
/// <param name="Bins">What was compared.</param>
public sealed record ColumnDrift(
    BinDrift Effect, double Ks, double KsChance, double MissingReference, double MissingCurrent, IReadOnlyList<ColumnBin> Bins);

/// <summary>Lays both sides over the bins of a reference.</summary>
internal static class ColumnBins
{
    internal readonly record struct Counted(double? From, double? To, BinKind Kind, double Reference, double Current);

    public static List<Counted> Of(ReferenceColumn column, ColumnCounts current)
    {
        var bins = column.IsSeparate ? Separate(column, current) : Ranges(column, current);
        bins.Add(new(null, null, BinKind.Missing, column.Weight(-1), current.Missing));
        return bins;
    }

    private static List<Counted> Separate(ReferenceColumn column, ColumnCounts current)
    {
        var (bins, unseen) = (new List<Counted>(), (double)current.Between(column.Values.Length));
        for (var i = 0; i < column.Values.Length; i++)
        {
            bins.Add(new(null, column.Values[i], BinKind.Value, column.Weight(i), current.At(i)));
            unseen += current.Between(i);
        }
        bins.Add(new(null, null, BinKind.Unseen, 0, unseen));
        return bins;
    }

    private static List<Counted> Ranges(ReferenceColumn column, ColumnCounts current)
    {
        var bins = new List<Counted>();
        var (from, at) = ((double?)null, 0);
        foreach (var edge in (int[])[.. column.Edges, column.Values.Length - 1])
        {
            double ours = 0, theirs = 0;
            for (; at <= edge; at++) (ours, theirs) = (ours + column.Weight(at), theirs + current.Between(at) + current.At(at));
            var isLast = edge == column.Values.Length - 1;
            if (isLast) theirs += current.Between(column.Values.Length);
            double? to = isLast ? null : column.Values[edge];
            bins.Add(new(from, to, BinKind.Range, ours, theirs));
            from = to;
        }
        return bins;
    }
}
