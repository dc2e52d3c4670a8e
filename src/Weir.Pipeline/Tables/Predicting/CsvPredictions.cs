using System.Buffers;
using System.Text;
using Weir.Detection.Tables;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;

namespace Weir.Pipeline.Tables.Predicting;

/// <summary>Judged rows as CSV, with the delimiter of the file. Guarded, no cell is run as a formula by a spreadsheet.</summary>
internal sealed class CsvPredictions(TableFile file, TableModel model, ColumnMatch match, int reasons, bool isGuarded) : PredictionWriter(file, model, match, reasons)
{
    private readonly byte _delimiter = file.Delimiter;

    public override byte[] Head()
    {
        var to = new ArrayBufferWriter<byte>();
        IEnumerable<string> names = [.. Names, .. Added.Of(HasReasons)];
        foreach (var (i, name) in names.Index())
        {
            if (i > 0) CsvText.Byte(to, (char)_delimiter);
            Cell(to, Encoding.UTF8.GetBytes(name));
        }

        CsvText.Byte(to, '\n');
        return to.WrittenSpan.ToArray();
    }

    protected override void WriteRow(ArrayBufferWriter<byte> to, in RowPrediction row, long line, bool hasCells)
    {
        WriteInput(to, hasCells);
        CsvText.Byte(to, (char)_delimiter);
        // The words of the table as it has them: -1 is a number, no formula.
        Cell(to, Encoding.UTF8.GetBytes(row.Predicted));
        CsvText.Byte(to, (char)_delimiter);
        to.Write(DecisionText.Utf8(row.Decision));
        CsvText.Byte(to, (char)_delimiter);
        CsvText.Score(to, row.Probability);
        CsvText.Byte(to, (char)_delimiter);
        if (HasReasons)
        {
            CsvText.Guarded(to, string.Join("; ", row.Reasons.Select(reason => reason.Text)), _delimiter);
            CsvText.Byte(to, (char)_delimiter);
        }

        CsvText.Guarded(to, row.Error, _delimiter);
        CsvText.Byte(to, '\n');
    }

    // Too few cells are filled up and too many cut, so that the added columns stay below their names.
    private void WriteInput(ArrayBufferWriter<byte> to, bool hasCells)
    {
        if (hasCells && !isGuarded && Shown is CsvRowParser { Cells.Count: var count } && count == Names.Count && !Shown.Text.Contains((byte)'\r'))
        {
            to.Write(Shown.Text);
            return;
        }

        if (!hasCells && !Shown.Text.IsEmpty) CsvText.Quoted(to, isGuarded && FormulaGuard.Needs(Shown.Text) ? [(byte)'\'', .. Shown.Text] : Shown.Text);
        for (var i = 0; i < Names.Count; i++)
        {
            if (i > 0) CsvText.Byte(to, (char)_delimiter);
            if (hasCells) Cell(to, Shown.Cell(i));
        }
    }

    // A number with its sign is no formula.
    private void Cell(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> cell) =>
        CsvText.Cell(to, cell, _delimiter, isGuarded && NumberText.Read(cell, out _).IsError());
}
