using System.Globalization;
using Weir.Detection.Tables;
using Weir.Storage;

namespace Weir.Pipeline.Tables;

/// <summary>Counts the rows of a file that is only tried which stand in the table already, or earlier in the file, with the same values and label.</summary>
internal sealed class RepeatCount(WeirStore store, long? tableId)
{
    /// <summary>So many different rows are remembered; behind them repeats of one another are no longer seen.</summary>
    internal const int MostKnown = 1_000_000;

    private readonly HashSet<(long Hash, long Label)> _known = [];
    private long _rows, _unknown;

    /// <summary>Takes a good row.</summary>
    public void Take(TableRow row)
    {
        var key = (row.Hash(), row.IsPhishing == true ? 1L : 0L);
        if (_known.Count < MostKnown) _known.Add(key);
        else if (!_known.Contains(key)) _unknown++;
        _rows++;
    }

    /// <summary>How many repeat others, as a load would count them.</summary>
    public long Finish(List<string> notes)
    {
        if (_unknown > 0) notes.Add(string.Create(CultureInfo.InvariantCulture, $"Repeats were counted among the first {MostKnown:N0} different rows; the load counts all."));
        return _rows - _unknown - _known.Count + (tableId is { } id ? store.Tables.Rows.Held(id, _known) : 0);
    }
}
