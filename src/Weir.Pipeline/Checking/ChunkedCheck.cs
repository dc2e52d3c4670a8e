using System.Buffers;
using System.Collections.Concurrent;
using Weir.Detection;
using Weir.Detection.Urls;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Checking;

/// <summary>
/// Judges a file in chunks of rows, so that it can be left after each and gone on with from there, by this process or another. What is needed
/// between chunks is kept; the judge may change from one to the next.
/// </summary>
/// <param name="source">What is read; disposed with this.</param>
/// <param name="firstRow">The number of the next row, from 1.</param>
/// <param name="suffixes">Divides hosts for the count of domains.</param>
public sealed class ChunkedCheck(RowSource source, long firstRow, PublicSuffixes suffixes) : IDisposable
{
    private readonly ConcurrentBag<Batch> _idle = [];
    private readonly long[] _decisions = new long[4];
    private BulkJudge? _judge;
    private RowVerdicts[] _writers = [];
    private bool _isHeaderRead = source.Records.Position > 0;
    private long _left;
    private long _nextRow = firstRow;
    private long _errors;
    private Stream? _output, _faults;
    private Action<RowTally>? _heard;

    /// <summary>The file being read.</summary>
    public RowSource Source => source;

    /// <summary>True when the last row has been given out.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>
    /// Judges about so many rows more: whole batches, at least one. Results and faults go to the streams, which are not flushed; each batch's
    /// tally is heard in order, by one thread at a time.
    /// </summary>
    /// <param name="judge">Judges this chunk.</param>
    /// <param name="rows">How many.</param>
    /// <param name="output">Takes a line for each row.</param>
    /// <param name="faults">Takes a line for each row that could not be judged.</param>
    /// <param name="heard">Hears the tally of each batch.</param>
    /// <param name="workers">How many threads.</param>
    /// <param name="begin">What each thread does first; it is this chunk's only.</param>
    /// <param name="cancellation">Stops between batches; the chunk is then lost, and the check cannot be used again.</param>
    public async Task<ChunkDone> RunAsync(
        BulkJudge judge, int rows, Stream output, Stream faults, Action<RowTally> heard, int workers, Action begin, CancellationToken cancellation)
    {
        (_left, _output, _faults, _heard, _errors) = (rows, output, faults, heard, 0);
        var before = _nextRow;
        Array.Clear(_decisions);
        if (!ReferenceEquals(judge, _judge) || _writers.Length != workers) _writers = [.. Enumerable.Range(0, workers).Select(_ => judge.Format.CreateWriter(source, judge))];
        _judge = judge;
        var made = new ConcurrentBag<Batch>();
        var work = new OrderedWork<Batch>(() => Take(made), Read, Write);
        await work.RunAsync([.. _writers.Select(writer => Worker(writer, begin))], cancellation);
        foreach (var batch in made) _idle.Add(batch);
        return new ChunkDone(_nextRow - before, _errors, [.. _decisions], source.Records.Position, source.Records.Line, source.File.BytesRead);
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private static Action<Batch> Worker(RowVerdicts writer, Action begin)
    {
        var isBegun = false;
        return batch =>
        {
            if (!isBegun) begin();
            isBegun = true;
            batch.Judge(writer);
        };
    }

    private Batch Take(ConcurrentBag<Batch> made)
    {
        var batch = _idle.TryTake(out var used) ? used : new Batch(new RowTally(suffixes));
        made.Add(batch);
        return batch;
    }

    private bool Read(Batch batch)
    {
        // A chunk never ends within a row that is passed over: what goes on from there would take its rest for a row.
        if (_left <= 0 && !source.Records.IsWithinRecord) return false;
        if (!source.Records.Read(batch.Chunk))
        {
            IsEnded = true;
            return false;
        }
        batch.First = source.Dialect.HasHeader && !_isHeaderRead ? 1 : 0;
        _isHeaderRead = true;
        batch.Tally.FirstRow = _nextRow;
        _nextRow += batch.Chunk.Count - batch.First;
        _left -= batch.Chunk.Count - batch.First;
        return true;
    }

    private void Write(Batch batch)
    {
        _output!.Write(batch.Output.WrittenSpan);
        _faults!.Write(batch.Tally.Errors.WrittenSpan);
        for (var i = 0; i < _decisions.Length; i++) _decisions[i] += batch.Decisions[i];
        _errors += batch.Tally.ErrorCount;
        _heard!(batch.Tally);
    }

    private sealed class Batch(RowTally tally)
    {
        public RecordChunk Chunk { get; } = new();
        public ArrayBufferWriter<byte> Output { get; } = new(2 * RecordChunk.BufferBytes);
        public long[] Decisions { get; } = new long[4];
        public RowTally Tally { get; } = tally;
        public int First { get; set; }

        public void Judge(RowVerdicts writer)
        {
            Output.ResetWrittenCount();
            Array.Clear(Decisions);
            Tally.Clear();
            writer.Write(Chunk, First, Output, Decisions, Tally);
        }
    }
}

/// <summary>What a chunk came to.</summary>
/// <param name="Rows">Rows that were given out.</param>
/// <param name="Errors">Of them, rows that could not be judged.</param>
/// <param name="Decisions">Rows by <see cref="Decision"/>.</param>
/// <param name="Position">Where in the text the next row begins, bytes as UTF-8 and unpacked.</param>
/// <param name="Line">The line of the next row, from 1.</param>
/// <param name="BytesRead">Bytes of the file, as it lies on the disk, that were read.</param>
public sealed record ChunkDone(long Rows, long Errors, IReadOnlyList<long> Decisions, long Position, long Line, long BytesRead);
