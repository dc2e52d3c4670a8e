using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Threading.Channels;
using Weir.Detection;
using Weir.Server.Security;
using Weir.Server.Security.Limits;

namespace Weir.Server.Checks;

/// <summary>
/// One stream: lines are read into batches, batches are judged side by side, and the answers are written in the order of the lines. No more
/// batches are on their way than keep the processors busy, so memory stays the same however long the stream is.
/// </summary>
internal sealed class StreamRun(Judge judge, QuotaDoor quotas, Explain explain, Caller caller, PipeReader input, PipeWriter output)
{
    private readonly Channel<Task<StreamBatch>> _order = System.Threading.Channels.Channel.CreateBounded<Task<StreamBatch>>(
        new BoundedChannelOptions(2 * Environment.ProcessorCount) { SingleReader = true, SingleWriter = true });

    private readonly ConcurrentQueue<StreamBatch> _free = new();

    private StreamBatch _filling = new();
    private bool _skipping;

    // The first line was taken before the answer began, so that a spent quota is a 429.
    private bool _isPaid = true;

    /// <summary>Answers every line.</summary>
    public async Task ToEnd(CancellationToken ct)
    {
        var writing = Write(ct);
        try
        {
            await Read(ct);
        }
        catch (ChannelClosedException)
        {
            // The writing has failed, and tells why below.
        }
        finally
        {
            _order.Writer.TryComplete();
            await writing;
        }
    }

    private async Task Read(CancellationToken ct)
    {
        while (true)
        {
            var read = await input.ReadAsync(ct);
            // Whoever leaves early has read all: a connection is not to be left in the middle of a read.
            var (rest, seen) = (read.Buffer, read.Buffer.End);
            try
            {
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    Take(rest.Slice(0, end));
                    rest = rest.Slice(rest.GetPosition(1, end));
                    if (_filling.IsFull) await Send(ct);
                }

                rest = Bounded(rest);
                if (read.IsCompleted && (!rest.IsEmpty || _skipping)) Take(rest);
                if (!read.IsCompleted) seen = rest.Start;
            }
            finally
            {
                input.AdvanceTo(seen, read.Buffer.End);
            }

            await Send(ct);
            if (read.IsCompleted) return;
        }
    }

    private ReadOnlySequence<byte> Bounded(ReadOnlySequence<byte> unfinished)
    {
        if (unfinished.Length <= CheckStreamEndpoint.MaxLineBytes && !_skipping) return unfinished;
        _skipping = true;
        return unfinished.Slice(unfinished.End);
    }

    private void Take(in ReadOnlySequence<byte> line)
    {
        var spent = _isPaid ? null : quotas.TryTake(caller, 1);
        if (_skipping || line.Length > CheckStreamEndpoint.MaxLineBytes) _filling.AddTooLong();
        else _filling.Add(line, spent?.Detail);
        _isPaid = _skipping = false;
    }

    private async ValueTask Send(CancellationToken ct)
    {
        if (_filling.IsEmpty) return;
        var (batch, detector) = (_filling, judge.Begin());
        _filling = _free.TryDequeue(out var free) ? free : new StreamBatch();
        await _order.Writer.WriteAsync(Task.Run(() => batch.Judged(judge, detector, explain, caller), ct), ct);
    }

    private async Task Write(CancellationToken ct)
    {
        try
        {
            await foreach (var judging in _order.Reader.ReadAllAsync(ct))
            {
                var batch = await judging;
                await output.WriteAsync(batch.Answers.Written, ct);
                batch.Clear();
                _free.Enqueue(batch);
            }
        }
        finally
        {
            _order.Writer.TryComplete();
        }
    }
}
