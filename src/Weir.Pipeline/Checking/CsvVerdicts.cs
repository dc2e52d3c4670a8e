using System.Buffers;
using System.Text;
using Weir.Detection;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Checking;

/// <summary>CSV: the input's columns as they are, then <c>decision,score,category,brand,model,error</c>.</summary>
/// <param name="isGuarded">True when cells of the input, too, are kept from being run as formulas, see <see cref="FormulaGuard"/>.</param>
public sealed class CsvVerdicts(bool isGuarded = false) : IVerdictFormat
{
    /// <summary>The columns that are added.</summary>
    public static IReadOnlyList<string> Added { get; } = ["decision", "score", "category", "brand", "model", "error"];

    /// <inheritdoc/>
    public byte[] Header(RowSource source)
    {
        var to = new ArrayBufferWriter<byte>();
        var delimiter = Delimiter(source);
        WriteNames(to, [.. source.ColumnNames, .. Added], delimiter, isGuarded);
        return to.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public RowVerdicts CreateWriter(RowSource source, BulkJudge judge) => new Writer(source, judge, isGuarded);

    internal static void WriteNames(ArrayBufferWriter<byte> to, IReadOnlyList<string> names, byte delimiter, bool isGuarded)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (i > 0) CsvText.Byte(to, (char)delimiter);
            CsvText.Cell(to, Encoding.UTF8.GetBytes(names[i]), delimiter, isGuarded);
        }
        CsvText.Byte(to, '\n');
    }

    internal static void WriteVerdict(ArrayBufferWriter<byte> to, in QuickVerdict verdict, ReadOnlySpan<byte> model, byte delimiter)
    {
        CsvText.Byte(to, (char)delimiter);
        to.Write(DecisionText.Utf8(verdict.Decision));
        CsvText.Byte(to, (char)delimiter);
        CsvText.Score(to, verdict.Score);
        CsvText.Byte(to, (char)delimiter);
        CsvText.Guarded(to, verdict.Category, delimiter);
        CsvText.Byte(to, (char)delimiter);
        CsvText.Guarded(to, verdict.Brand, delimiter);
        CsvText.Byte(to, (char)delimiter);
        to.Write(model);
        CsvText.Byte(to, (char)delimiter);
        CsvText.Guarded(to, verdict.Error, delimiter);
        CsvText.Byte(to, '\n');
    }

    private static byte Delimiter(RowSource source) => source.Dialect.Delimiter is 0 ? (byte)',' : source.Dialect.Delimiter;

    private sealed class Writer(RowSource source, BulkJudge judge, bool isGuarded) : RowVerdicts(source)
    {
        private readonly IQuickBlock _block = judge.CreateBlock();
        private readonly ArrayBufferWriter<byte> _lines = new(RecordChunk.BufferBytes);
        private readonly (int Start, int Subject, string? Fault)[] _rows = new (int, int, string?)[DetectorBlock.Capacity];
        private readonly ArrayBufferWriter<char> _subjects = new(16 * 1024);
        private readonly byte[] _model = CsvText.Cell(judge.Model, Delimiter(source));
        private readonly byte _delimiter = Delimiter(source);
        private readonly int _width = source.ColumnNames.Count;
        private readonly bool _isTable = source.Dialect.Delimiter != 0;

        // A block at a time: the rows' own cells are set aside until the verdicts are there.
        internal override void Write(RecordChunk chunk, int first, ArrayBufferWriter<byte> to, long[] decisions, RowTally? tally)
        {
            for (var from = first; from < chunk.Count; from += _rows.Length)
            {
                var count = Math.Min(_rows.Length, chunk.Count - from);
                _lines.ResetWrittenCount();
                _subjects.ResetWrittenCount();
                for (var i = 0; i < count; i++)
                {
                    _rows[i].Start = _lines.WrittenCount;
                    _rows[i].Subject = _subjects.WrittenCount;
                    _rows[i].Fault = Begin(chunk, chunk[from + i], keepsSubject: tally is not null);
                }
                Join(from - first, count, to, decisions, tally);
            }
        }

        /// <summary>Writes the cells of a row and hands its subject on; why it cannot be judged, when it cannot: then its line is whole.</summary>
        private string? Begin(RecordChunk chunk, in Record record, bool keepsSubject)
        {
            var fault = Parser.Parse(chunk, record);
            if (fault != RecordFault.None)
            {
                var sentence = Sentence(record, fault);
                WriteFault(fault, Unread(sentence), _lines);
                if (keepsSubject) Encoding.UTF8.GetChars(Parser.Text, _subjects);
                return sentence;
            }
            WriteInput(_lines);
            var subject = Subject();
            _block.Add(subject);
            if (keepsSubject) _subjects.Write(subject);
            return null;
        }

        private void Join(int first, int count, ArrayBufferWriter<byte> to, long[] decisions, RowTally? tally)
        {
            var lines = _lines.WrittenSpan;
            var subjects = _subjects.WrittenSpan;
            var verdicts = _block.Judge();
            var judged = 0;
            for (var i = 0; i < count; i++)
            {
                to.Write(lines[_rows[i].Start..(i + 1 < count ? _rows[i + 1].Start : lines.Length)]);
                var fault = _rows[i].Fault;
                var verdict = fault is null ? verdicts[judged++] : Unread(fault);
                if (fault is null) WriteVerdict(to, verdict, _model, _delimiter);
                decisions[(int)verdict.Decision]++;
                tally?.Row(first + i, verdict, subjects[_rows[i].Subject..(i + 1 < count ? _rows[i + 1].Subject : subjects.Length)]);
            }
        }

        private static QuickVerdict Unread(string fault) => new(Decision.Unknown, double.NaN, "none", null, fault);

        private void WriteFault(RecordFault fault, in QuickVerdict verdict, ArrayBufferWriter<byte> to)
        {
            if (fault is RecordFault.TooManyCells or RecordFault.ColumnMissing && _isTable) WriteInput(to);
            else
            {
                if (isGuarded && FormulaGuard.Needs(Parser.Text)) CsvText.Quoted(to, [(byte)'\'', .. Parser.Text]);
                else if (!Parser.Text.IsEmpty) CsvText.Quoted(to, Parser.Text);
                to.GetSpan(_width)[..(_width - 1)].Fill(_delimiter);
                to.Advance(_width - 1);
            }
            WriteVerdict(to, verdict, _model, _delimiter);
        }

        private void WriteInput(ArrayBufferWriter<byte> to)
        {
            if (_isTable && Parser is CsvRowParser { Cells: var cells } && cells.Count == _width && !Parser.Text.Contains((byte)'\r') && !(isGuarded && MayNeedGuard(cells)))
            {
                to.Write(Parser.Text);
                return;
            }
            // Too few cells are filled up and too many cut, so that the added columns stay below their names.
            for (var i = 0; i < _width; i++)
            {
                if (i > 0) CsvText.Byte(to, (char)_delimiter);
                CsvText.Cell(to, Parser.Cell(i), _delimiter, isGuarded);
            }
        }

        private static bool MayNeedGuard(CsvCells cells)
        {
            for (var i = 0; i < cells.Count; i++)
            {
                var cell = cells.Raw(i);
                if (cell is [(byte)'"', ..]) cell = cell[1..];
                if (!cell.IsEmpty && FormulaGuard.MayNeed(cell[0])) return true;
            }
            return false;
        }
    }
}
