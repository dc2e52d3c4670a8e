using Weir.Server.Security.Limits;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Security.Limits;

public sealed class MeterTests
{
    [Fact]
    public void A_burst_is_taken_at_once_and_comes_back_with_time()
    {
        var time = new FakeTime();
        var meter = new Meter("x", new(10, 3, 0));
        for (var i = 0; i < 3; i++) Assert.True(meter.TryRequest(time, out _));
        Assert.False(meter.TryRequest(time, out var wait));
        Assert.InRange(wait, 0.0, 0.11);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(meter.TryRequest(time, out _));
        Assert.False(meter.TryRequest(time, out _));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, meter.RequestsLeft(time));
    }

    [Fact]
    public void Subjects_are_taken_all_or_none_and_a_new_day_begins_anew()
    {
        var meter = new Meter("x", new(0, 0, 10));
        Assert.True(meter.TrySubjects(1, 8));
        Assert.False(meter.TrySubjects(1, 3));
        Assert.Equal(2, meter.SubjectsLeft(1));
        Assert.True(meter.TrySubjects(1, 2));
        Assert.True(meter.TrySubjects(2, 10));
        meter.GiveBack(2, 4);
        Assert.Equal(4, meter.SubjectsLeft(2));
    }

    [Fact]
    public void What_other_servers_counted_is_added_and_what_is_unsaved_stays()
    {
        var meter = new Meter("x", new(0, 0, 100));
        meter.TrySubjects(1, 10);
        Assert.Equal(10, meter.TakeUnsaved());
        meter.TrySubjects(1, 5);
        meter.Learn(1, 40);
        Assert.Equal(55, meter.SubjectsLeft(1));
    }

    [Fact]
    public void Many_threads_take_no_more_than_there_is()
    {
        var meter = new Meter("x", new(0, 0, 10_000));
        var taken = 0;
        Parallel.For(0, 20_000, _ =>
        {
            if (meter.TrySubjects(1, 1)) Interlocked.Increment(ref taken);
        });
        Assert.InRange(taken, 9_900, 10_000);
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var meter = new Meter("x", new(1e9, 1e9, long.MaxValue));
        for (var i = 0; i < 100; i++) Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Ask();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Ask()
        {
            meter.TryRequest(TimeProvider.System, out _);
            meter.TrySubjects(1, 1);
        }
    }
}
