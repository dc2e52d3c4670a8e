using Weir.Learning.Trees;
using Xunit;

namespace Weir.Tests.Learning.Trees;

public sealed class SpinTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_piece_is_done_once_before_the_job_ends(int threads)
    {
        using var team = new SpinTeam(threads);
        for (var job = 0; job < 500; job++)
        {
            var done = new int[job % 17];
            team.Run(done.Length, piece => Interlocked.Increment(ref done[piece]));
            Assert.All(done, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void What_a_piece_throws_is_thrown_where_the_job_was_given()
    {
        using var team = new SpinTeam(3);
        Assert.Throws<InvalidOperationException>(() => team.Run(50, piece => { if (piece == 31) throw new InvalidOperationException(); }));
        var done = 0;
        team.Run(50, _ => Interlocked.Increment(ref done));
        Assert.Equal(50, done);
    }
}
