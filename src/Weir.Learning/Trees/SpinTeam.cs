namespace Weir.Learning.Trees;

/// <summary>
/// Runs numbered, independent pieces of work on a fixed number of threads; the pieces decide the result, not the threads.
/// A tree hands out work a thousand times, each time for some microseconds: helpers look for the next job for a while
/// before they sleep, and whoever is free takes the next piece.
/// </summary>
internal sealed class SpinTeam : IDisposable
{
    private const int LooksBeforeSleep = 2_000;

    private readonly SemaphoreSlim _wake = new(0);
    private volatile Job? _job;
    private volatile bool _stopped;
    private int _asleep;

    public SpinTeam(int threads)
    {
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        for (var i = 1; i < Threads; i++) new Thread(Help) { IsBackground = true, Name = "trees" }.Start();
    }

    public int Threads { get; }

    public void Run(int pieces, Action<int> work)
    {
        if (Threads == 1 || pieces < 2)
        {
            RunAlone(pieces, work);
            return;
        }
        var job = new Job(pieces, work);
        _job = job;
        // A full fence: a helper either sees the job or is seen asleep.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) is > 0 and var asleep) _wake.Release(asleep);
        job.Take();
        job.Join();
    }

    public static void RunAlone(int pieces, Action<int> work)
    {
        for (var i = 0; i < pieces; i++) work(i);
    }

    public void Dispose()
    {
        _stopped = true;
        Interlocked.MemoryBarrier();
        _wake.Release(Threads);
    }

    private void Help()
    {
        Job? last = null;
        for (var looks = 0; !_stopped; looks++)
        {
            if (_job is { } job && job != last)
            {
                job.Take();
                (last, looks) = (job, 0);
            }
            else if (looks < LooksBeforeSleep) Thread.SpinWait(10);
            else
            {
                Sleep(last);
                looks = 0;
            }
        }
    }

    private void Sleep(Job? last)
    {
        Interlocked.Increment(ref _asleep);
        if (_job == last && !_stopped) _wake.Wait();
        Interlocked.Decrement(ref _asleep);
    }

    private sealed class Job(int pieces, Action<int> work)
    {
        private int _next = -1;
        private int _done;
        private Exception? _fault;

        /// <summary>Does pieces until none is left.</summary>
        public void Take()
        {
            for (int piece; (piece = Interlocked.Increment(ref _next)) < pieces; Interlocked.Increment(ref _done)) Do(piece);
        }

        /// <summary>Waits for the pieces that others have taken; throws what the first failed one threw.</summary>
        public void Join()
        {
            var wait = new SpinWait();
            while (Volatile.Read(ref _done) < pieces) wait.SpinOnce(sleep1Threshold: -1);
            if (_fault != null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_fault);
        }

        private void Do(int piece)
        {
            try
            {
                work(piece);
            }
            catch (Exception fault) // a door: what fails on a helper is thrown where the job was given
            {
                Interlocked.CompareExchange(ref _fault, fault, null);
            }
        }
    }
}
