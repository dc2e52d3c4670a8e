using Weir.Storage.Jobs;

namespace Weir.Server.Jobs;

/// <summary>Who has the next turn: the tenant that waited longest, of it the person, of him the job. One with a thousand jobs has as many turns as one with one.</summary>
internal sealed class TurnOrder
{
    // Of each person only so many jobs take turns; the others follow when those are done.
    private const int JobsAPerson = 4;
    private const int MostNames = 10_000;

    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);
    private long _turn;

    /// <summary>The job whose turn it is, taken from those that wait, oldest first; null when none does. It counts as having had it.</summary>
    public WaitingJob? Next(IEnumerable<WaitingJob> waiting)
    {
        var tenant = waiting.GroupBy(job => job.Tenant).MinBy(group => Last(Key(group.First().Tenant)));
        var person = tenant?.GroupBy(job => job.Owner).MinBy(group => Last(Key(group.First().Tenant, group.Key)));
        var job = person?.Take(JobsAPerson).MinBy(job => Last(Key(job.Tenant, job.Owner, job.Id)));
        if (job is null) return null;
        if (_last.Count > MostNames) _last.Clear();
        _turn++;
        foreach (var key in (string[])[Key(job.Tenant), Key(job.Tenant, job.Owner), Key(job.Tenant, job.Owner, job.Id)]) _last[key] = _turn;
        return job;
    }

    private long Last(string key) => _last.GetValueOrDefault(key);

    private static string Key(params object[] parts) => string.Join('\n', parts);
}
