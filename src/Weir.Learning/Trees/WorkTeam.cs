namespace Weir.Learning.Trees;

/// <summary>Runs numbered, independent pieces of work on a fixed number of threads; the pieces decide the result, not the threads.</summary>
internal sealed class WorkTeam
{
    private readonly ParallelOptions _options;

    public WorkTeam(int threads, CancellationToken ct)
    {
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        _options = new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = ct };
    }

    public int Threads { get; }

    public void Run(int pieces, Action<int> work)
    {
        if (Threads == 1 || pieces < 2) RunAlone(pieces, work);
        else Parallel.For(0, pieces, _options, work);
    }

    public static void RunAlone(int pieces, Action<int> work)
    {
        for (var i = 0; i < pieces; i++) work(i);
    }
}
