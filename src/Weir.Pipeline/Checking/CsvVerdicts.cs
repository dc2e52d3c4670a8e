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

    private static byte[] Cell(string text, byte delimiter)
    {
        var to = new ArrayBufferWriter<byte>();
        CsvText.Guarded(to, text, delimiter);
        return to.WrittenSpan.ToArray();
    }

    private static byte Delimiter(RowSource source) => source.Dialect.Delimiter is 0 ? (byte)',' : source.Dialect.Delimiter;

    private sealed class Writer(RowSource source, BulkJudge judge) : RowVerdicts(source)
    {
        private readonly IQuickBlock _block = judge.CreateBlock();
        private readonly ArrayBufferWriter<byte> _lines = new(RecordChunk.BufferBytes);
        private readonly (int Start, bool IsWhole)[] _rows = new (int, bool)[DetectorBlock.Capacity];
        private readonly byte[] _model = Cell(judge.Model, Delimiter(source));
        private readonly byte _delimiter = Delimiter(source);
        private readonly int _width = source.ColumnNames.Count;
        private readonly bool _isTable = source.Dialect.Delimiter != 0;

        // A block at a time: the rows' own cells are set aside until the verdicts are there.
        internal override void Write(RecordChunk chunk, int first, ArrayBufferWriter<byte> to, long[] decisions)
        {
            for (var from = first; from < chunk.Count; from += _rows.Length)
            {
                var count = Math.Min(_rows.Length, chunk.Count - from);
                _lines.ResetWrittenCount();
                for (var i = 0; i < count; i++) _rows[i] = (_lines.WrittenCount, Begin(chunk, chunk[from + i]));
                Join(count, to, decisions);
            }
        }

        /// <summary>Writes the cells of a row and hands its subject on; true when the line is whole, since the row cannot be judged.</summary>
        private bool Begin(RecordChunk chunk, in Record record)
        {
            var fault = Parser.Parse(chunk, record);
            if (fault != RecordFault.None)
            {
                WriteFault(record, fault, _lines);
                return true;
            }
            WriteInput(_lines);
            _block.Add(Subject());
            return false;
        }

        private void Join(int count, ArrayBufferWriter<byte> to, long[] decisions)
        {
            var lines = _lines.WrittenSpan;
            var verdicts = _block.Judge();
            var judged = 0;
            for (var i = 0; i < count; i++)
            {
                to.Write(lines[_rows[i].Start..(i + 1 < count ? _rows[i + 1].Start : lines.Length)]);
                if (!_rows[i].IsWhole) WriteVerdict(to, verdicts[judged]);
                decisions[(int)(_rows[i].IsWhole ? Decision.Unknown : verdicts[judged++].Decision)]++;
            }
        }

        private void WriteFault(in Record record, RecordFault fault, ArrayBufferWriter<byte> to)
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
            to.Write(_model);
            CsvText.Byte(to, (char)_delimiter);
            CsvText.Guarded(to, verdict.Error, _delimiter);
            CsvText.Byte(to, '\n');
        }
    }
}
