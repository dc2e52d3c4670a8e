using Weir.Storage;

namespace Weir.Server.Jobs;

/// <summary>Clears away what is over: uploads that a crash cut off, jobs past their time, directories of jobs that are gone.</summary>
internal static class JobSweep
{
    private const string CutOff = "The server stopped while this file came in. Upload it again.";

    /// <summary>One round.</summary>
    public static void Run(WeirStore store, JobFiles files, JobSettings settings, TimeProvider time)
    {
        foreach (var id in store.Jobs.Turns.Uploading(Environment.MachineName))
            if (IsLeft(files, id)) Forget(store, files, id);
        foreach (var id in store.Jobs.Turns.Expire(time.GetUtcNow() - settings.Keep)) files.Delete(id);
        var there = files.All();
        if (there.Count == 0) return;
        var known = store.Jobs.Turns.Known(there);
        foreach (var id in there.Where(id => !known.Contains(id))) files.Delete(id);
    }

    private static bool IsLeft(JobFiles files, long id)
    {
        if (!files.Exists(id)) return false;
        using var held = files.TryLock(id);
        return held is not null;
    }

    private static void Forget(WeirStore store, JobFiles files, long id)
    {
        store.Jobs.Turns.CutOff(id, CutOff);
        files.Delete(id);
    }
}
