using System.Buffers;
using System.Text;
using Weir.Detection;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Checking;

/// <summary>CSV: the input's columns as they are, then <c>decision,score,category,brand,model,error</c>.</summary>
public sealed class CsvVerdicts : IVerdictFormat
{
    private static readonly string[] Added = ["decision", "score", "category", "brand", "model", "error"];

    /// <inheritdoc/>
    public byte[] Header(RowSource source)
    {
        var to = new ArrayBufferWriter<byte>();
        var delimiter = Delimiter(source);
        foreach (var name in source.ColumnNames)
        {
            CsvText.Cell(to, Encoding.UTF8.GetBytes(name), delimiter);
            CsvText.Byte(to, (char)delimiter);
        }
        to.Write(Encoding.UTF8.GetBytes(string.Join((char)delimiter, Added) + "\n"));
        return to.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public RowVerdicts CreateWriter(RowSource source, BulkJudge judge) => new Writer(source, judge);

    private static byte Delimiter(RowSource source) => source.Dialect.Delimiter is 0 ? (byte)',' : source.Dialect.Delimiter;

    private sealed class Writer(RowSource source, BulkJudge judge) : RowVerdicts(source)
    {
        private readonly QuickCheck _check = judge.CreateQuick();
        private readonly byte _delimiter = Delimiter(source);
        private readonly int _width = source.ColumnNames.Count;
        private readonly bool _isTable = source.Dialect.Delimiter != 0;

        protected override Decision WriteRow(ArrayBufferWriter<byte> to)
        {
            WriteInput(to);
            var verdict = _check(Subject());
            WriteVerdict(to, verdict);
            return verdict.Decision;
        }

        protected override void WriteFault(in Record record, RecordFault fault, ArrayBufferWriter<byte> to)
        {
            if (fault is RecordFault.TooManyCells or RecordFault.ColumnMissing && _isTable) WriteInput(to);
            else
            {
                if (!Parser.Text.IsEmpty) CsvText.Quoted(to, Parser.Text);
                to.GetSpan(_width)[..(_width - 1)].Fill(_delimiter);
                to.Advance(_width - 1);
            }
            WriteVerdict(to, new QuickVerdict(Decision.Unknown, double.NaN, "none", null, Sentence(record, fault)));
        }

        private void WriteInput(ArrayBufferWriter<byte> to)
        {
            if (!_isTable) CsvText.Cell(to, Parser[0], _delimiter);
            else if (Parser is CsvRowParser { Cells: var cells } && (cells.Count != _width || Parser.Text.Contains((byte)'\r'))) WriteCells(to, cells);
            else to.Write(Parser.Text);
        }

        // Too few cells are filled up and too many cut, so that the added columns stay below their names.
        private void WriteCells(ArrayBufferWriter<byte> to, CsvCells cells)
        {
            for (var i = 0; i < _width; i++)
            {
                if (i > 0) CsvText.Byte(to, (char)_delimiter);
                if (i < cells.Count) CsvText.Cell(to, cells[i], _delimiter);
            }
        }

        private void WriteVerdict(ArrayBufferWriter<byte> to, in QuickVerdict verdict)
        {
            CsvText.Byte(to, (char)_delimiter);
            to.Write(DecisionText.Utf8(verdict.Decision));
            CsvText.Byte(to, (char)_delimiter);
            CsvText.Score(to, verdict.Score);
            CsvText.Byte(to, (char)_delimiter);
            CsvText.Guarded(to, verdict.Category, _delimiter);
            CsvText.Byte(to, (char)_delimiter);
            CsvText.Guarded(to, verdict.Brand, _delimiter);
            CsvText.Byte(to, (char)_delimiter);
            CsvText.Guarded(to, judge.Model, _delimiter);
            CsvText.Byte(to, (char)_delimiter);
            CsvText.Guarded(to, verdict.Error, _delimiter);
            CsvText.Byte(to, '\n');
        }
    }
}
