using System.Buffers;
using System.Diagnostics;
using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Pipeline.Checking;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;

namespace Weir.Pipeline.Tables.Predicting;

/// <summary>The form of judged rows.</summary>
public enum PredictionForm
{
    /// <summary>The columns of the file, then those of <see cref="AddedNames"/>.</summary>
    Csv,

    /// <summary>One JSON object a line, the same members.</summary>
    Jsonl,

    /// <summary>A page with one table; the decision of each row stands out.</summary>
    Html,
}

/// <summary>Hears of a row that was judged, from the thread that judged it.</summary>
/// <param name="line">Where it stands in the file, from 1.</param>
/// <param name="values">Its values, as <see cref="TableRow.Values"/> has them; not to be kept.</param>
/// <param name="score">Its probability of phishing; NaN when the model failed.</param>
/// <param name="decision">The decision.</param>
public delegate void RowHeard(long line, ReadOnlySpan<float> values, double score, Decision decision);

/// <summary>
/// Judges the rows of a file by the model of a table, in flat memory: every row in gives a row out, in order, with its own columns in front.
/// What cannot be read is unknown, with an error. For one run.
/// </summary>
public sealed class TablePrediction
{
    /// <summary>What stands between the style tags of a page, so that a server can let it and nothing else through.</summary>
    public static string PageStyle => HtmlPredictions.Style;

    private readonly TableFile _file;
    private readonly TableModel _model;
    private readonly Stream _output;
    private readonly PredictionForm _form;
    private readonly int _reasons;
    private readonly ColumnMatch _match;
    private readonly long[] _decisions = new long[4];
    private long _rows, _ticks;

    /// <summary>Prepares judging; neither file nor output is disposed.</summary>
    /// <param name="file">The rows; it needs no target.</param>
    /// <param name="model">The model.</param>
    /// <param name="output">Takes the judged rows.</param>
    /// <param name="form">How they are written.</param>
    /// <param name="reasons">How many reasons a row gets at most, 0 or more; each costs much more time than the score.</param>
    /// <exception cref="InputFileException">A column that the model was trained with is missing; the sentence names all of them.</exception>
    public TablePrediction(TableFile file, TableModel model, Stream output, PredictionForm form = PredictionForm.Csv, int reasons = 0)
    {
        (_file, _model, _output, _form, _reasons) = (file, model, output, form, reasons);
        _match = ColumnMatch.Of(model.Schema, file.Columns, needsTarget: false);
        if (_match.Refusal(file.Name) is { } refusal) throw new InputFileException(refusal);
    }

    /// <summary>Hears of every row that could be read, from several threads; null: nobody does.</summary>
    public RowHeard? Heard { get; init; }

    /// <summary>Whether cells of a CSV that a spreadsheet would run as formulas get an apostrophe in front, those of the file and its names, too; numbers stay. Default false: the columns of the file stay as they are.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>The time that the model took for the rows so far, of all threads together; reading and writing are left out.</summary>
    public TimeSpan Scoring => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticks));

    /// <summary>Rows written so far.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>How many rows written so far were decided so.</summary>
    public long Count(Decision decision) => Volatile.Read(ref _decisions[(int)decision]);

    /// <summary>Runs to the end; see <see cref="TableFile.Damage"/> afterwards.</summary>
    /// <param name="workers">Threads, 1 or more.</param>
    /// <param name="ct">Stops between batches.</param>
    public async Task RunAsync(int workers, CancellationToken ct)
    {
        var writers = Enumerable.Range(0, workers).Select(_ => Writer()).ToArray();
        _output.Write(writers[0].Head());
        var work = new OrderedWork<Batch>(() => new Batch(), Read, Write);
        await work.RunAsync([.. writers.Select(writer => (Action<Batch>)(batch => batch.Judge(writer)))], ct);
        _output.Write(writers[0].Foot());
        _output.Flush();
    }

    private PredictionWriter Writer()
    {
        PredictionWriter writer = _form switch
        {
            PredictionForm.Jsonl => new JsonPredictions(_file, _model, _match, _reasons),
            PredictionForm.Html => new HtmlPredictions(_file, _model, _match, _reasons),
            _ => new CsvPredictions(_file, _model, _match, _reasons, IsGuarded),
        };
        (writer.Heard, writer.Took) = (Heard, ticks => Interlocked.Add(ref _ticks, ticks));
        return writer;
    }

    private bool Read(Batch batch)
    {
        if (_file.NextChunk(batch.Chunk, out var first) is not { } chunk) return false;
        (batch.Chunk, batch.First) = (chunk, first);
        return true;
    }

    private void Write(Batch batch)
    {
        _output.Write(batch.Output.WrittenSpan);
        for (var i = 0; i < _decisions.Length; i++) Volatile.Write(ref _decisions[i], _decisions[i] + batch.Decisions[i]);
        Volatile.Write(ref _rows, _rows + batch.Decisions.Sum());
    }

    private sealed class Batch
    {
        public RecordChunk Chunk { get; set; } = new();

        public int First { get; set; }

        public ArrayBufferWriter<byte> Output { get; } = new(2 * RecordChunk.BufferBytes);

        public long[] Decisions { get; } = new long[4];

        public void Judge(PredictionWriter writer)
        {
            Output.ResetWrittenCount();
            Array.Clear(Decisions);
            writer.Write(Chunk, First, Output, Decisions);
        }
    }
}
