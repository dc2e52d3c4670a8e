using System.Buffers;
using Weir.Detection;
using Weir.Pipeline.Files;

namespace Weir.Pipeline.Checking;

/// <summary>Judges a file of subjects of any size in flat memory: every record in gives a record out, in input order.</summary>
public sealed class BulkCheck
{
    private readonly RowSource _source;
    private readonly Stream _output;
    private readonly BulkJudge _judge;
    private readonly long[] _decisions = new long[4];
    private bool _isHeaderRead;
    private long _rows;

    /// <summary>Neither the source nor the output is disposed.</summary>
    public BulkCheck(RowSource source, Stream output, BulkJudge judge) => (_source, _output, _judge) = (source, output, judge);

    /// <summary>Rows written so far.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>Rows that were not valid UTF-8 and were read as Latin-1; known at the end.</summary>
    public long Repaired { get; private set; }

    /// <summary>How many rows written so far were decided so.</summary>
    public long Count(Decision decision) => Volatile.Read(ref _decisions[(int)decision]);

    /// <summary>Runs to the end; see <see cref="RecordReader.Damage"/> afterwards.</summary>
    public async Task RunAsync(int workers, CancellationToken cancellation)
    {
        _output.Write(_judge.Format.Header(_source));
        var writers = Enumerable.Range(0, workers).Select(_ => _judge.Format.CreateWriter(_source, _judge)).ToArray();
        var work = new OrderedWork<Batch>(() => new Batch(), Read, Write);
        await work.RunAsync([.. writers.Select(writer => (Action<Batch>)(batch => batch.Judge(writer)))], cancellation);
        _output.Flush();
        Repaired = writers.Sum(writer => writer.Repaired);
    }

    private bool Read(Batch batch)
    {
        if (!_source.Records.Read(batch.Chunk)) return false;
        batch.First = _source.Dialect.HasHeader && !_isHeaderRead ? 1 : 0;
        _isHeaderRead = true;
        return true;
    }

    private void Write(Batch batch)
    {
        _output.Write(batch.Output.WrittenSpan);
        if (_source.File.IsLive) _output.Flush();
        for (var i = 0; i < _decisions.Length; i++) Volatile.Write(ref _decisions[i], _decisions[i] + batch.Decisions[i]);
        Volatile.Write(ref _rows, _rows + batch.Chunk.Count - batch.First);
    }

    private sealed class Batch
    {
        public RecordChunk Chunk { get; } = new();
        public ArrayBufferWriter<byte> Output { get; } = new(2 * RecordChunk.BufferBytes);
        public long[] Decisions { get; } = new long[4];
        public int First { get; set; }

        public void Judge(RowVerdicts writer)
        {
            Output.ResetWrittenCount();
            Array.Clear(Decisions);
            writer.Write(Chunk, First, Output, Decisions);
        }
    }
}
