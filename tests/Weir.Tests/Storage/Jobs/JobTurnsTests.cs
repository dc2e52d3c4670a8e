using Weir.Storage.Jobs;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Storage.Jobs;

public abstract class JobTurnsTests(StoreKind kind) : StoreTests(kind)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private long Queued(string tenant = "main", string owner = "ada")
    {
        var id = Store.Jobs.Begin(tenant, owner, "x.csv", "text/csv", "here");
        Store.Jobs.Arrived(id, 100, "{}", start: true, "ada");
        return id;
    }

    [Fact]
    public void A_job_is_held_by_one_process_until_its_lease_is_over()
    {
        var id = Queued();
        Assert.Equal(JobState.Running, Store.Jobs.Turns.Claim(id, "p1", "one", Lease)!.State);
        Assert.Null(Store.Jobs.Turns.Claim(id, "p2", "two", Lease));
        Assert.Empty(Store.Jobs.Turns.Waiting("p2", "two"));
        Time.Advance(Lease + TimeSpan.FromSeconds(1));
        Assert.Single(Store.Jobs.Turns.Waiting("p2", "two"));
        Assert.NotNull(Store.Jobs.Turns.Claim(id, "p2", "two", Lease));
        Assert.Null(Store.Jobs.Turns.Commit(id, "p1", new JobProgress { Rows = 5 }, Lease));
        Assert.Equal(JobState.Running, Store.Jobs.Turns.Commit(id, "p2", new JobProgress { Rows = 7 }, Lease));
        Assert.Equal(7, Store.Jobs.Find("main", id)!.Rows);
    }

    [Fact]
    public void What_a_person_said_meanwhile_holds_unless_the_job_is_at_its_end()
    {
        var id = Queued();
        Store.Jobs.Turns.Claim(id, "p1", "one", Lease);
        Assert.True(Store.Jobs.Pause("main", id));
        Assert.Equal(JobState.Paused, Store.Jobs.Turns.Commit(id, "p1", new JobProgress { Rows = 1, FailedRows = 1 }, Lease));
        Assert.Equal(JobState.Done, Store.Jobs.Turns.Commit(id, "p1", new JobProgress { Rows = 2, FailedRows = 1, ResultBytes = 40, IsEnd = true }, Lease));
        Assert.True(Store.Jobs.Retry("main", id));
        var again = Store.Jobs.Find("main", id)!;
        Assert.Equal((JobState.Queued, 1, 0L, 40L), (again.State, again.Attempt, again.Rows, again.TotalBytes));
        Store.Jobs.Turns.Claim(id, "p1", "one", Lease);
        Assert.True(Store.Jobs.Cancel("main", id, "ada"));
        Assert.Equal(JobState.Cancelled, Store.Jobs.Turns.Commit(id, "p1", new JobProgress { IsEnd = true }, Lease));
        Assert.Null(Store.Jobs.Turns.Claim(id, "p1", "one", Lease));
    }

    [Fact]
    public void Tenants_neither_see_nor_change_each_others_jobs()
    {
        var id = Queued("one");
        Assert.Null(Store.Jobs.Find("two", id));
        Assert.Empty(Store.Jobs.List("two", null, null, 10));
        Assert.False(Store.Jobs.Pause("two", id) || Store.Jobs.Cancel("two", id, "eve") || Store.Jobs.Delete("two", id, "eve") || Store.Jobs.Retry("two", id) || Store.Jobs.Start("two", id));
        Assert.True(Store.Jobs.Delete("one", id, "ada"));
    }

    [Fact]
    public void Whoever_queues_many_jobs_hides_nobody_elses()
    {
        for (var i = 0; i < 60; i++) Queued();
        var (other, elsewhere) = (Queued(owner: "ben"), Queued("north"));
        var waiting = Store.Jobs.Turns.Waiting("p1", "one");
        Assert.Equal(50, waiting.Count(job => job is { Tenant: "main", Owner: "ada" }));
        Assert.Equal([other, elsewhere], waiting.Select(job => job.Id).TakeLast(2));
    }

    [Fact]
    public void A_job_goes_through_its_states_and_a_step_out_of_turn_changes_nothing()
    {
        var id = Store.Jobs.Begin("main", "ada", "x.csv", "", "here");
        Assert.False(Store.Jobs.Delete("main", id, "ada") || Store.Jobs.Start("main", id));
        Assert.Equal([id], Store.Jobs.Turns.Uploading("here"));
        Store.Jobs.Arrived(id, 100, "{}", start: false, "ada", "Choose a column.");
        Assert.Equal((JobState.Ready, "Choose a column."), (Store.Jobs.Find("main", id)!.State, Store.Jobs.Find("main", id)!.Sentence));
        Assert.True(Store.Jobs.Reshape("main", id, "{\"a\":1}") && Store.Jobs.Start("main", id));
        Assert.False(Store.Jobs.Start("main", id) || Store.Jobs.Reshape("main", id, "{}") || Store.Jobs.Retry("main", id));
        var changed = Store.Jobs.LastChange();
        Time.Advance(Lease);
        Assert.True(Store.Jobs.Pause("main", id) && Store.Jobs.Resume("main", id));
        Assert.True(Store.Jobs.LastChange() > changed);
        Store.Jobs.Turns.Claim(id, "p1", "one", Lease);
        Store.Jobs.Turns.Stop(id, "p1", JobState.Failed, "It broke.");
        Assert.Equal(("It broke.", true), (Store.Jobs.Find("main", id)!.Sentence, Store.Jobs.Find("main", id)!.EndedAt is not null));
        Assert.True(Store.Jobs.Resume("main", id));
        Assert.Null(Store.Jobs.Find("main", id)!.EndedAt);
        Assert.Equal([id], Store.Jobs.List("main", JobState.Queued, null, 10).Select(job => job.Id));
        Assert.Equal(id, Assert.Single(Store.Jobs.Turns.Known([id, id + 1])));
    }

    [Fact]
    public void Jobs_that_ended_go_after_their_time_and_all_steps_are_in_the_audit_log()
    {
        var (old, running) = (Queued(), Queued());
        Store.Jobs.Cancel("main", old, "ada");
        Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal([old], Store.Jobs.Turns.Expire(Time.GetUtcNow() - TimeSpan.FromDays(30)));
        Assert.NotNull(Store.Jobs.Find("main", running));
        Assert.Equal(["job.cancel", "job.create", "job.create"], Store.Audit.Recent(3).Select(entry => entry.Action));
        Assert.Null(Store.Audit.FirstBroken());
    }
}

public sealed class JobTurnsOnSqlite() : JobTurnsTests(StoreKind.Sqlite);

public sealed class JobTurnsOnPostgres() : JobTurnsTests(StoreKind.Postgres);
