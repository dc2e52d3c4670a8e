using Weir.Storage;
using Weir.Storage.Collecting;
using Weir.Storage.Samples;

namespace Weir.Pipeline.Collecting;

/// <summary>Reads a handed row as the sender's word about a subject; false when it cannot be used.</summary>
public delegate bool HandedRowReader(HandedRow row, out Observation observation);

/// <summary>Takes the batches of collectors into the store: each with all its rows and once, or not at all.</summary>
public sealed class BatchIntake(WeirStore store, HandedRowReader read)
{
    /// <summary>Most rows of a batch.</summary>
    public const int MaxRows = 50_000;

    /// <summary>
    /// Takes a batch of lines. Lines that cannot be used are counted and left out; null with a sentence when the batch as a whole is none.
    /// </summary>
    public (TakenBatch? Batch, string? Fault) Take(string collector, string outbox, long number, ReadOnlyMemory<byte> lines)
    {
        var rows = new List<Observation>();
        var rejected = 0;
        while (!lines.IsEmpty)
        {
            var end = lines.Span.IndexOf((byte)'\n');
            if (end < 0) return (null, "The batch is cut off: its last line has no end.");
            var line = lines[..end];
            lines = lines[(end + 1)..];
            if (line.Length <= HandedLine.MaxBytes && HandedLine.TryRead(line, out var row) && read(row, out var observation)) rows.Add(observation);
            else rejected++;
            if (rows.Count + rejected > MaxRows) return (null, $"The batch has more than {MaxRows} rows; send fewer at a time.");
        }

        return (store.Collectors.Take(collector, outbox, number, rows, rejected), null);
    }
}
