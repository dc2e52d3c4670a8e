using System.Globalization;

namespace Weir.Pipeline.Files;

/// <summary>The first rows of a text, divided by one delimiter, and what they look like.</summary>
internal sealed class TextSample
{
    private const int MostRows = 100;
    private const double Half = 0.5;

    private TextSample(byte delimiter, List<List<string>> rows)
    {
        (Delimiter, Rows) = (delimiter, rows);
        Width = rows.Count == 0 ? 0 : rows.GroupBy(row => row.Count).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First().Key;
        Agreement = rows.Count == 0 ? 0 : (double)rows.Count(row => row.Count == Width) / rows.Count;
        NamesUrl = rows.Count > 0 && Column.Url.PositionIn(rows[0]) >= 0;
    }

    /// <summary>What divides the cells; 0 for nothing.</summary>
    public byte Delimiter { get; }

    /// <summary>The cells of the first rows that are not empty.</summary>
    public List<List<string>> Rows { get; }

    /// <summary>How many cells most rows have.</summary>
    public int Width { get; }

    /// <summary>The share of rows that have so many.</summary>
    public double Agreement { get; }

    /// <summary>True when a cell of the first row is a name by which addresses go.</summary>
    public bool NamesUrl { get; }

    /// <summary>True when the first row is unlike the others: it names the address, or is of words above a column of addresses or numbers.</summary>
    public bool LooksHeaded
    {
        get
        {
            if (NamesUrl) return true;
            if (Rows.Count < 2 || !CsvDialect.LooksLikeNames(Rows[0])) return false;
            return Enumerable.Range(0, Rows[0].Count).Any(i => AddressText.Likeness(Rows[0][i]) == 0 && (AddressShare(i, hasHeader: true) >= Half || IsOfNumbers(i)));
        }
    }

    /// <summary>Reads the first rows; a row that the end of the text cuts is left out unless it is the only one.</summary>
    public static TextSample Read(ReadOnlySpan<byte> first, byte delimiter)
    {
        var isWhole = InputFile.IsWhole(first);
        var (framer, rows) = (new CsvFramer(delimiter, LineEnds.Of(first)), new List<List<string>>());
        while (!first.IsEmpty && rows.Count < MostRows && framer.TryFrame(first, isWhole || rows.Count == 0, out var frame))
        {
            var row = first.Slice(frame.Start, frame.Length);
            if (row.IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0) rows.Add(CsvDialect.Cells(row.ToArray(), delimiter));
            first = first[frame.Consumed..];
        }
        return new TextSample(delimiter, rows);
    }

    /// <summary>The share of rows whose cell in this column looks like an address.</summary>
    public double AddressShare(int column, bool hasHeader) => Share(column, hasHeader, least: 1);

    /// <summary>
    /// The column of the addresses: the one with their name, unless another looks like addresses and it does not; -1 for none.
    /// </summary>
    public int UrlColumn(bool hasHeader)
    {
        if (Rows.Count == 0) return 0;
        var named = hasHeader ? Column.Url.PositionIn(Rows[0]) : -1;
        if (named >= 0 && AddressShare(named, hasHeader) >= Half) return named;
        var width = hasHeader ? Rows[0].Count : Width;
        var best = Enumerable.Range(0, width).OrderByDescending(i => AddressShare(i, hasHeader)).ThenByDescending(i => Share(i, hasHeader, least: 2)).FirstOrDefault();
        if (AddressShare(best, hasHeader) >= Half) return best;
        return named >= 0 ? named : width <= 1 ? 0 : -1;
    }

    private bool IsOfNumbers(int column) => Rows.Skip(1).All(row => column < row.Count && double.TryParse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    private double Share(int column, bool hasHeader, int least)
    {
        var data = Rows.Skip(hasHeader ? 1 : 0).Select(row => column < row.Count ? row[column] : "").Where(cell => cell.Length > 0).ToList();
        return data.Count == 0 ? 0 : (double)data.Count(cell => AddressText.Likeness(cell) >= least) / data.Count;
    }
}
