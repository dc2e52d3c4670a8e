using Weir.Detection;
using Weir.Detection.Tables;
using Weir.Pipeline.Tables.Predicting;
using Weir.Server.Security;

namespace Weir.Server.Tables;

/// <summary>
/// One file whose rows are judged: hears of each row from the threads that judge. Of a small file every row goes to the history, of a large
/// one a share that thins out: the first 1,000 lines, then every 10th up to 10,000, every 100th up to 100,000 and so on, 3,700 of a million.
/// </summary>
/// <param name="recorder">Takes what is kept.</param>
/// <param name="model">The model that judges.</param>
/// <param name="by">Who asked.</param>
/// <param name="name">What the file is called.</param>
/// <param name="shadow">What is to judge too; null when nothing runs beside the model.</param>
internal sealed class PredictedFile(TablePredictionRecorder recorder, TableModel model, Caller by, string name, TableShadow? shadow)
{
    private const long AllLines = 1000;

    private long _taken, _failed;

    /// <summary>Rows whose score is no number.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Rows that went to the history, or on their way there beyond what it takes.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Hears of a row; for <see cref="TablePrediction.Heard"/>.</summary>
    public void Hear(long line, ReadOnlySpan<float> values, double score, Decision decision)
    {
        if (double.IsNaN(score))
        {
            Interlocked.Increment(ref _failed);
            return;
        }

        if (!IsKept(line)) return;
        Interlocked.Increment(ref _taken);
        var key = TableRow.HashOf(values);
        recorder.Keep(model, by, $"{name}:{line}", key, score, decision);
        if (shadow is not null) recorder.Shadows.Take(shadow, key, values, score, decision);
    }

    /// <summary>Says how it went, when the last row is judged or nobody reads the answer any more.</summary>
    public void End(TablePrediction prediction) => recorder.End(model, this, prediction);

    /// <summary>Whether the row of a line goes to the history.</summary>
    internal static bool IsKept(long line)
    {
        var step = 1L;
        for (var bound = AllLines; line > bound; bound *= 10) step *= 10;
        return line % step == 0;
    }
}
