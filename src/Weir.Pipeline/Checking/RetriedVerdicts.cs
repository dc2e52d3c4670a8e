using System.Buffers;
using System.Text;
using Weir.Detection;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Checking;

/// <summary>
/// Reads what <see cref="CsvVerdicts"/> wrote, guarded, judges those rows again that could not be judged, and leaves all others as they are. A row that
/// could not even be read has its line in its error; it stays, too, since no judge can help it.
/// </summary>
public sealed class RetriedVerdicts : IVerdictFormat
{
    /// <summary>How many columns were added to the input's.</summary>
    public const int Added = 6;

    private const string Unreadable = "line ";

    /// <inheritdoc/>
    public byte[] Header(RowSource source)
    {
        var to = new ArrayBufferWriter<byte>();
        CsvVerdicts.WriteNames(to, source.ColumnNames, source.Dialect.Delimiter, isGuarded: false);
        return to.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public RowVerdicts CreateWriter(RowSource source, BulkJudge judge) => new Writer(source, judge);

    private sealed class Writer(RowSource source, BulkJudge judge) : RowVerdicts(source)
    {
        private readonly IQuickBlock _block = judge.CreateBlock();
        private readonly byte _delimiter = source.Dialect.Delimiter;
        private readonly int _width = source.ColumnNames.Count - Added;

        protected override bool IsGuarded => true;

        internal override void Write(RecordChunk chunk, int first, ArrayBufferWriter<byte> to, long[] decisions, RowTally? tally)
        {
            for (var i = first; i < chunk.Count; i++)
            {
                var record = chunk[i];
                Parser.Parse(chunk, record);
                var verdict = IsToRetry() ? Again(to) : Same(to);
                decisions[(int)verdict.Decision]++;
                tally?.Row(i - first, verdict, Subject());
            }
        }

        private bool IsToRetry() => Parser.Cell(_width + 5) is { IsEmpty: false } error && !error.StartsWith(Encoding.UTF8.GetBytes(Unreadable));

        private QuickVerdict Again(ArrayBufferWriter<byte> to)
        {
            _block.Add(Subject());
            var verdict = _block.Judge()[0];
            for (var i = 0; i < _width; i++)
            {
                if (i > 0) CsvText.Byte(to, (char)_delimiter);
                CsvText.Cell(to, Parser.Cell(i), _delimiter);
            }
            CsvVerdicts.WriteVerdict(to, verdict, CsvText.Cell(judge.Model, _delimiter), _delimiter);
            return verdict;
        }

        private QuickVerdict Same(ArrayBufferWriter<byte> to)
        {
            to.Write(Parser.Text);
            CsvText.Byte(to, '\n');
            return new QuickVerdict(DecisionText.Of(Parser.Cell(_width)), double.NaN, Text(_width + 2) ?? "none", Text(_width + 3), Text(_width + 5));
        }

        private string? Text(int column) => Parser.Cell(column) is { IsEmpty: false } cell ? Encoding.UTF8.GetString(FormulaGuard.Unguarded(cell)) : null;
    }
}
