using System.Globalization;
using System.Text;
using Weir.Detection.Tables;

namespace Weir.Pipeline.Tables.Schema;

/// <summary>Proposes what a column is.</summary>
internal static class ColumnInference
{
    private const int FewValues = 20;
    private const int MostCategories = 100;
    private const int LeastCounter = 10;
    private const double Nearly = 0.9;

    public static TableColumn Propose(ColumnProfile column, ColumnKind? published, List<string> faults, List<string> notes)
    {
        var plain = new TableColumn { Name = column.Name, Kind = ColumnKind.Ignored, Aliases = UsualNames.AliasesOf(column.Name) };
        if (published == ColumnKind.Ignored) return plain;
        if (column.Present == 0) return plain;
        if (published is null && IsRowNumber(column)) return Said(plain, notes, $"The column '{column.Name}' numbers the rows; it is proposed as ignored.");
        if (published is null && IsOfAddresses(column)) return Said(plain, notes, $"The column '{column.Name}' holds addresses; it is proposed as ignored, since a model would learn them by heart.");
        if (column.CountOf(CellFault.Rounded) > 0) notes.Add($"The column '{column.Name}' has whole numbers of more digits than can be kept, such as '{column.FirstOf(CellFault.Rounded).Cell}' in line {column.FirstOf(CellFault.Rounded).Line}; they are rounded.");
        if (column.CountOf(CellFault.Comma) > column.Present / 2)
        {
            var (cell, line) = column.FirstOf(CellFault.Comma);
            faults.Add($"The column '{column.Name}' writes numbers with a comma ('{cell}' in line {line}), and whether it stands for the point or for thousands cannot be told; write them with a point, as 1234.5.");
            return plain;
        }

        if (published == ColumnKind.Number || column.Numbers == column.Present) return Number(plain, column, notes, keepsNumber: published == ColumnKind.Number);
        // Infinities among numbers are faults of their rows, no words.
        if (published is null && column.Numbers > 0 && column.Numbers + column.CountOf(CellFault.NotFinite) == column.Present) return Number(plain, column, notes, keepsNumber: true);
        if (column.CountOf(CellFault.Date) > column.Present / 2) return Said(plain with { Kind = ColumnKind.Text }, notes, $"The column '{column.Name}' holds dates; it is proposed as text, which is not learned from.");
        return Words(plain, column, published == ColumnKind.Category, notes);
    }

    private static TableColumn Number(TableColumn plain, ColumnProfile column, List<string> notes, bool keepsNumber)
    {
        if (column.Numbers < column.Present) Mixed(column, notes);
        if (column.Numbers == 0) return plain with { Kind = ColumnKind.Number };
        if (!keepsNumber && column.CountOf(CellFault.Rounded) == 0 && Numbers(column) is [var low, var high]) return plain with { Kind = ColumnKind.Flag, Values = [low, high] };
        return plain with { Kind = ColumnKind.Number, Least = column.Least, Most = column.Most };
    }

    private static TableColumn Words(TableColumn plain, ColumnProfile column, bool isCategory, List<string> notes)
    {
        var values = column.Values;
        if (values is [var (first, _), var (second, _)] && UsualNames.YesOrNo(first) is { } yes && UsualNames.YesOrNo(second) == !yes)
            return plain with { Kind = ColumnKind.Flag, Values = yes ? [second, first] : [first, second] };
        var isMostlyNumbers = column.Numbers >= Nearly * column.Present;
        if (values is not null && (isCategory || values.Count <= FewValues || (!isMostlyNumbers && values.Count <= MostCategories && values.Count <= column.Present / 2)))
        {
            if (column.Numbers > 0) notes.Add($"The column '{column.Name}' mixes numbers and words ('{column.FirstOdd().Cell}' in line {column.FirstOdd().Line}); it is proposed as a category.");
            return plain with { Kind = ColumnKind.Category, Values = [.. values.Select(value => value.Value).Order(StringComparer.Ordinal).Take(TableColumn.MostValues)] };
        }

        if (isMostlyNumbers) return Number(plain, column, notes, keepsNumber: true);
        return Said(plain with { Kind = ColumnKind.Text }, notes, $"The column '{column.Name}' holds text of many values{(column.Numbers > 0 ? ", some of them numbers" : "")}; it is proposed as text, which is not learned from.");
    }

    private static void Mixed(ColumnProfile column, List<string> notes)
    {
        var (cell, line, fault) = column.FirstOdd();
        notes.Add(string.Create(CultureInfo.InvariantCulture,
            $"The column '{column.Name}' mixes numbers and other text: {column.Present - column.Numbers:N0} of {column.Present:N0} cells, the first '{cell}' in line {line}, which {fault.Phrase()}; their rows are kept apart. If such a text stands for no value, add it to 'missing' in the schema."));
    }

    // The values of a column of numbers by size, each in its most frequent spelling; more than two are not listed.
    private static string[]? Numbers(ColumnProfile column)
    {
        if (column.Values is not { } values || column.Numbers < column.Present) return null;
        var merged = values.Select(value => (value.Value, Number: NumberOf(value.Value))).GroupBy(value => value.Number).OrderBy(group => group.Key).Take(3).ToList();
        return [.. merged.Select(group => group.First().Value)];
    }

    private static double NumberOf(string text) => NumberText.Read(Encoding.UTF8.GetBytes(text), out var number).IsError() ? double.NaN : number;

    private static bool IsRowNumber(ColumnProfile column) =>
        (column.IsRising && column.Numbers == column.Cells && column.Numbers >= LeastCounter)
        || (UsualNames.IsId(column.Name) && (column.IsCrowded || column.Values is { } values && values.Count == column.Present) && column.Present > 2);

    private static bool IsOfAddresses(ColumnProfile column) =>
        column.Numbers < column.Present && column.AddressShare >= 0.5 && (UsualNames.IsAddress(column.Name) || column.IsCrowded || column.Values!.Count > FewValues);

    private static TableColumn Said(TableColumn column, List<string> notes, string sentence)
    {
        notes.Add(sentence);
        return column;
    }
}
