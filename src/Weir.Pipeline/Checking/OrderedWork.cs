using System.Collections.Concurrent;

namespace Weir.Pipeline.Checking;

/// <summary>Read, work, write over batches: reading and writing happen one at a time and in order, the work between them in
/// parallel. The number of batches in flight is bounded, and batches are reused, so memory stays flat.</summary>
/// <param name="create">Makes a batch; called at most 2 x workers + 2 times.</param>
/// <param name="read">Fills a batch; false at the end.</param>
/// <param name="write">Writes a batch that was worked on.</param>
internal sealed class OrderedWork<T>(Func<T> create, Func<T, bool> read, Action<T> write)
{
    private readonly Lock _reading = new();
    private readonly Lock _finishing = new();
    private readonly ConcurrentBag<T> _idle = [];
    private readonly Dictionary<long, T> _finished = [];
    private long _nextRead;
    private long _nextWrite;
    private bool _isEnded;
    private bool _isWriting;

    /// <summary>Runs to the end of the input; the first failure of any part stops all and is thrown.</summary>
    /// <param name="workers">One delegate a thread: what is done to a batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public async Task RunAsync(IReadOnlyList<Action<T>> workers, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var slots = new SemaphoreSlim(2 * workers.Count + 2);
        var threads = workers.Select(work => Task.Factory.StartNew(
            () => Loop(work, slots, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var all = Task.WhenAll(threads);
        try
        {
            await all;
        }
        catch (Exception) when (all.Exception is { } failures)
        {
            throw failures.InnerExceptions.FirstOrDefault(failure => failure is not OperationCanceledException) ?? failures.InnerExceptions[0];
        }
    }

    private void Loop(Action<T> work, SemaphoreSlim slots, CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                slots.Wait(stop.Token);
                var batch = _idle.TryTake(out var used) ? used : create();
                if (!TryRead(batch, out var number))
                {
                    slots.Release();
                    return;
                }
                work(batch);
                Finish(number, batch, slots);
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    private bool TryRead(T batch, out long number)
    {
        lock (_reading)
        {
            number = _nextRead;
            if (_isEnded) return false;
            _isEnded = !read(batch);
            if (!_isEnded) _nextRead++;
            return !_isEnded;
        }
    }

    // Whoever finishes the batch that is due writes it and all that wait behind it; nobody waits for his turn.
    private void Finish(long number, T batch, SemaphoreSlim slots)
    {
        lock (_finishing)
        {
            _finished.Add(number, batch);
            if (_isWriting) return;
            _isWriting = true;
        }
        while (TakeDue(out var due))
        {
            write(due);
            _idle.Add(due);
            slots.Release();
        }
    }

    private bool TakeDue(out T due)
    {
        lock (_finishing)
        {
            _isWriting = _finished.Remove(_nextWrite, out due!);
            if (_isWriting) _nextWrite++;
            return _isWriting;
        }
    }
}
