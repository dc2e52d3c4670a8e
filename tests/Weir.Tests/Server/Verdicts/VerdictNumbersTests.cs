using Weir.Server.Verdicts;
using Weir.Storage.Verdicts;
using Xunit;

namespace Weir.Tests.Server.Verdicts;

public sealed class VerdictNumbersTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, 500, TimeSpan.Zero);

    [Fact]
    public void A_number_is_its_time_and_grows_also_when_the_clock_is_set_back()
    {
        var numbers = new VerdictNumbers();
        var first = numbers.Next(Now);
        Assert.Equal((Now, 20513L), (VerdictNumber.TimeOf(first), VerdictNumber.DayOf(first)));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), VerdictNumber.TimeOf(VerdictNumber.FirstOfDay(20513)));
        Assert.True(numbers.Next(Now) > first);
        Assert.True(numbers.Next(Now.AddHours(-1)) > first);
        Assert.Equal(Now.AddHours(1), VerdictNumber.TimeOf(numbers.Next(Now.AddHours(1))));
        Assert.True(numbers.Next(DateTimeOffset.MaxValue) > 0);
    }

    [Fact]
    public void Many_threads_get_as_many_numbers()
    {
        var numbers = new VerdictNumbers();
        var given = new long[8][];
        Parallel.For(0, given.Length, thread => given[thread] = [.. Enumerable.Range(0, 2000).Select(_ => numbers.Next(Now))]);
        Assert.Equal(16_000, given.SelectMany(some => some).Distinct().Count());
        Assert.All(given, some => Assert.Equal(some.Order(), some));
    }
}
