using Weir.Server.Jobs;
using Weir.Storage.Jobs;
using Xunit;

namespace Weir.Tests.Server.Jobs;

public sealed class TurnOrderTests
{
    private static Dictionary<long, int> Turns(int count, params WaitingJob[] waiting)
    {
        var order = new TurnOrder();
        return Enumerable.Range(0, count).Select(_ => order.Next(waiting)!.Id).GroupBy(id => id).ToDictionary(group => group.Key, group => group.Count());
    }

    [Fact]
    public void A_tenant_with_many_jobs_has_no_more_turns_than_one_with_one()
    {
        var many = Enumerable.Range(1, 100).Select(id => new WaitingJob(id, "loud", "ada")).ToArray();
        var turns = Turns(100, [.. many, new WaitingJob(1000, "quiet", "bob")]);
        Assert.Equal(50, turns[1000]);
    }

    [Fact]
    public void Within_a_tenant_people_take_turns_and_within_a_person_jobs_do()
    {
        var turns = Turns(120, new(1, "one", "ada"), new(2, "one", "ada"), new(3, "one", "bob"));
        Assert.Equal((30, 30, 60), (turns[1], turns[2], turns[3]));
    }

    [Fact]
    public void Nobody_waits_longer_than_a_round()
    {
        var order = new TurnOrder();
        WaitingJob[] waiting = [.. Enumerable.Range(1, 7).Select(id => new WaitingJob(id, $"tenant{id}", "ada"))];
        for (var round = 0; round < 20; round++)
            Assert.Equal(7, Enumerable.Range(0, 7).Select(_ => order.Next(waiting)!.Id).Distinct().Count());
    }

    [Fact]
    public void Without_a_waiting_job_there_is_no_turn() => Assert.Null(new TurnOrder().Next([]));
}
