using System.Globalization;
using Weir.Detection.Tables;

namespace Weir.Pipeline.Tables.Reading;

/// <summary>Cells that were taken although something is odd about them: how many a column, with the first of each kind.</summary>
public sealed class TableWarnings(TableSchema schema)
{
    private const int MostStrangers = 100;
    private const int MostNotes = 100;

    private readonly Dictionary<(int Column, CellFault Fault), (long Count, string Cell, long Line)> _cells = [];
    private readonly Dictionary<string, long> _strangers = new(StringComparer.Ordinal);

    /// <summary>How many cells in all.</summary>
    public long Cells { get; private set; }

    /// <summary>One sentence for each column and kind, the most frequent first.</summary>
    public IReadOnlyList<string> Sentences() =>
    [
        .. _cells.OrderByDescending(pair => pair.Value.Count).ThenBy(pair => pair.Key.Column).Select(pair => Sentence(schema.Columns[pair.Key.Column].Name, pair.Key.Fault, pair.Value)),
        .. _strangers.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"The member '{pair.Key}' of {pair.Value} rows is none of the columns and is left out."),
    ];

    /// <summary>The first of these sentences, and how many more there are.</summary>
    public IEnumerable<string> Notes()
    {
        var sentences = Sentences();
        foreach (var sentence in sentences.Take(MostNotes)) yield return sentence;
        if (sentences.Count > MostNotes) yield return string.Create(CultureInfo.InvariantCulture, $"{sentences.Count - MostNotes:N0} more columns and kinds hold odd cells.");
    }

    internal void Count(int column, CellFault fault, ReadOnlySpan<byte> cell, long line)
    {
        Cells++;
        var known = _cells.GetValueOrDefault((column, fault));
        _cells[(column, fault)] = known.Count == 0 ? (1, TableRowReader.Shown(cell), line) : known with { Count = known.Count + 1 };
    }

    internal void CountStranger(string name)
    {
        if (_strangers.Count < MostStrangers || _strangers.ContainsKey(name)) _strangers[name] = _strangers.GetValueOrDefault(name) + 1;
    }

    private static string Sentence(string column, CellFault fault, (long Count, string Cell, long Line) first) => first.Count == 1
        ? $"{column}: '{first.Cell}' in line {first.Line} {fault.Phrase()}."
        : $"{column}: {first.Count} cells such as '{first.Cell}' in line {first.Line}: each {fault.Phrase()}.";
}
