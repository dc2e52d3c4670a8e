using Weir.Storage;
using Weir.Storage.Jobs;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Jobs;

public sealed class JobTurnsTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;

    public JobTurnsTests() => _store = WeirStore.Open(_directory.Path, _time);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    private long Queued(string tenant = "main")
    {
        var id = _store.Jobs.Begin(tenant, "ada", "x.csv", "text/csv", "here");
        _store.Jobs.Arrived(id, 100, "{}", start: true, "ada");
        return id;
    }

    [Fact]
    public void A_job_is_held_by_one_process_until_its_lease_is_over()
    {
        var id = Queued();
        Assert.Equal(JobState.Running, _store.Jobs.Turns.Claim(id, "p1", "one", Lease)!.State);
        Assert.Null(_store.Jobs.Turns.Claim(id, "p2", "two", Lease));
        Assert.Empty(_store.Jobs.Turns.Waiting("p2", "two"));
        _time.Advance(Lease + TimeSpan.FromSeconds(1));
        Assert.Single(_store.Jobs.Turns.Waiting("p2", "two"));
        Assert.NotNull(_store.Jobs.Turns.Claim(id, "p2", "two", Lease));
        Assert.Null(_store.Jobs.Turns.Commit(id, "p1", new JobProgress { Rows = 5 }, Lease));
        Assert.Equal(JobState.Running, _store.Jobs.Turns.Commit(id, "p2", new JobProgress { Rows = 7 }, Lease));
        Assert.Equal(7, _store.Jobs.Find("main", id)!.Rows);
    }

    [Fact]
    public void What_a_person_said_meanwhile_holds_unless_the_job_is_at_its_end()
    {
        var id = Queued();
        _store.Jobs.Turns.Claim(id, "p1", "one", Lease);
        Assert.True(_store.Jobs.Pause("main", id));
        Assert.Equal(JobState.Paused, _store.Jobs.Turns.Commit(id, "p1", new JobProgress { Rows = 1, FailedRows = 1 }, Lease));
        Assert.Equal(JobState.Done, _store.Jobs.Turns.Commit(id, "p1", new JobProgress { Rows = 2, FailedRows = 1, ResultBytes = 40, IsEnd = true }, Lease));
        Assert.True(_store.Jobs.Retry("main", id));
        var again = _store.Jobs.Find("main", id)!;
        Assert.Equal((JobState.Queued, 1, 0L, 40L), (again.State, again.Attempt, again.Rows, again.TotalBytes));
        _store.Jobs.Turns.Claim(id, "p1", "one", Lease);
        Assert.True(_store.Jobs.Cancel("main", id, "ada"));
        Assert.Equal(JobState.Cancelled, _store.Jobs.Turns.Commit(id, "p1", new JobProgress { IsEnd = true }, Lease));
        Assert.Null(_store.Jobs.Turns.Claim(id, "p1", "one", Lease));
    }

    [Fact]
    public void Tenants_neither_see_nor_change_each_others_jobs()
    {
        var id = Queued("one");
        Assert.Null(_store.Jobs.Find("two", id));
        Assert.Empty(_store.Jobs.List("two", null, null, 10));
        Assert.False(_store.Jobs.Pause("two", id) || _store.Jobs.Cancel("two", id, "eve") || _store.Jobs.Delete("two", id, "eve") || _store.Jobs.Retry("two", id) || _store.Jobs.Start("two", id));
        Assert.True(_store.Jobs.Delete("one", id, "ada"));
    }

    [Fact]
    public void Jobs_that_ended_go_after_their_time_and_all_steps_are_in_the_audit_log()
    {
        var (old, running) = (Queued(), Queued());
        _store.Jobs.Cancel("main", old, "ada");
        _time.Advance(TimeSpan.FromDays(31));
        Assert.Equal([old], _store.Jobs.Turns.Expire(_time.GetUtcNow() - TimeSpan.FromDays(30)));
        Assert.NotNull(_store.Jobs.Find("main", running));
        Assert.Equal(["job.cancel", "job.create", "job.create"], _store.Audit.Recent(3).Select(entry => entry.Action));
        Assert.Null(_store.Audit.FirstBroken());
    }
}
