using Weir.Pipeline.Deployment;
using Xunit;

namespace Weir.Tests.Pipeline.Deployment;

public sealed class TrafficShareTests
{
    private static readonly string[] Subjects = [.. Enumerable.Range(0, 20_000).Select(i => $"https://site{i}.example/path?q={i % 7}")];

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void The_share_of_the_subjects_is_the_one_that_was_asked_for(double share)
    {
        var traffic = new TrafficShare(3, share);
        Assert.InRange(Subjects.Count(subject => traffic.Takes(subject)) / (double)Subjects.Length, share - 0.01, share + 0.01);
    }

    [Fact]
    public void The_same_subject_always_goes_to_the_same_model()
    {
        // Pinned: another build, machine or start must not move a subject.
        var traffic = new TrafficShare(1, 0.5);
        Assert.Equal("FTTTFFTTTT", string.Concat(Subjects.Take(10).Select(subject => traffic.Takes(subject) ? 'T' : 'F')));
    }

    [Fact]
    public void Another_deployment_draws_another_line()
    {
        var (one, two) = (new TrafficShare(1, 0.5), new TrafficShare(2, 0.5));
        Assert.InRange(Subjects.Count(subject => one.Takes(subject) == two.Takes(subject)), 9_500, 10_500);
    }

    [Fact]
    public void A_larger_share_keeps_the_subjects_of_the_smaller_one()
    {
        var (small, large) = (new TrafficShare(9, 0.1), new TrafficShare(9, 0.3));
        Assert.DoesNotContain(Subjects, subject => small.Takes(subject) && !large.Takes(subject));
        Assert.DoesNotContain(Subjects, subject => new TrafficShare(9, 0).Takes(subject));
    }
}
