using Weir.Pipeline.Triggers;
using Weir.Storage;
using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Triggers;

public sealed class TrainingTriggerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly WeirStore _store;

    public TrainingTriggerTests() => _store = WeirStore.Open(_directory.Path, _time);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("aggressive", 49, 71, false)]
    [InlineData("aggressive", 50, 1, true)]
    [InlineData("aggressive", 1, 72, true)]
    [InlineData("balanced", 99, 167, false)]
    [InlineData("balanced", 100, 1, true)]
    [InlineData("balanced", 1, 168, true)]
    [InlineData("balanced", 0, 500, false)]
    [InlineData("conservative", 199, 335, false)]
    [InlineData("conservative", 200, 1, true)]
    [InlineData("conservative", 1, 336, true)]
    public void New_samples_or_age_make_a_training_due(string preset, long samples, int hours, bool due)
    {
        var decision = TrainingTrigger.Decide(new TrainingState(samples, Now.AddHours(-hours)), new TrainingSettings().WithPreset(preset), Now);
        Assert.Equal(due, decision.Train);
        Assert.Contains(due && decision.Kind == "samples" ? $"{samples}" : $"{hours}", decision.Reason);
    }

    [Fact]
    public void A_wish_comes_first_and_is_named() =>
        Assert.Equal(new TrainingDecision(true, "asked", "drift asked for it: the scores moved."),
            TrainingTrigger.Decide(new TrainingState(0, Now, "drift asked for it: the scores moved"), new TrainingSettings(), Now));

    [Fact]
    public void Without_a_label_nothing_is_trained() => Assert.False(TrainingTrigger.Decide(new TrainingState(0, null), new TrainingSettings(), Now).Train);

    [Fact]
    public void A_look_counts_what_was_labelled_since_the_last_training_and_is_recorded()
    {
        Label("a", 3);
        Assert.Equal("first", TrainingTrigger.Look(_store, new TrainingSettings()).Kind);
        Train();
        _time.Advance(TimeSpan.FromHours(6));
        Label("b", 2);
        Assert.Equal(2, TrainingTrigger.Read(_store).NewSamples);
        Assert.Equal("wait", TrainingTrigger.Look(_store, new TrainingSettings()).Kind);
        Assert.Equal("samples", TrainingTrigger.Look(_store, new TrainingSettings { NewSamples = 2 }).Kind);
        Assert.Equal(["samples", "wait", "first"], _store.Trainings.Recent(10).Select(decision => decision.Kind));
        Assert.Equal((true, 2L, "balanced"), (_store.Trainings.Recent(1)[0].Train, _store.Trainings.Recent(1)[0].NewSamples, _store.Trainings.Recent(1)[0].Preset));
    }

    [Fact]
    public void A_label_that_is_only_confirmed_is_not_new_and_one_that_turns_is()
    {
        Label("a", 2);
        Train();
        _time.Advance(TimeSpan.FromHours(6));
        _store.Samples.Keep([new LabelDecision(1, Weir.Storage.Samples.Label.Phishing, 1, 2, 1, null), new LabelDecision(2, Weir.Storage.Samples.Label.Benign, 0, 1, 1, null)]);
        Assert.Equal(1, TrainingTrigger.Read(_store).NewSamples);
    }

    [Fact]
    public void A_wish_is_answered_by_the_next_training_and_not_by_a_failed_one()
    {
        Label("a", 2);
        Train();
        _time.Advance(TimeSpan.FromHours(1));
        _store.Trainings.Ask("drift", "the scores moved");
        _store.Trainings.Ask("drift", "they still do");
        Assert.Equal("the scores moved", _store.Trainings.OpenAsk()!.Reason);
        _time.Advance(TimeSpan.FromHours(1));
        Train("failed");
        Assert.NotNull(TrainingTrigger.Read(_store).Ask);
        Train();
        Assert.Null(TrainingTrigger.Read(_store).Ask);
    }

    [Fact]
    public void It_is_looked_at_as_often_as_set()
    {
        var settings = new TrainingSettings { Every = TimeSpan.FromHours(3) };
        Assert.True(TrainingTrigger.IsDue(_store, settings));
        TrainingTrigger.Look(_store, settings);
        _time.Advance(TimeSpan.FromHours(2));
        Assert.False(TrainingTrigger.IsDue(_store, settings));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(TrainingTrigger.IsDue(_store, settings));
    }

    private void Label(string name, int count)
    {
        using (var writer = _store.Imports.Begin("feed.csv", name))
        {
            for (var i = 0; i < count; i++) writer.Add(new Observation("feed", $"http://{name}{i}.test/", $"{name}{i}.test/", $"{name}{i}.test", true, null, null));
            writer.Finish("done");
        }

        Weir.Pipeline.Labeling.SampleLabeling.Run(_store.Samples, TestContext.Current.CancellationToken);
    }

    private void Train(string outcome = "refused")
    {
        var cycle = _store.Cycles.Begin();
        _store.Cycles.Advance(cycle with { Stage = "trained", Challenger = "v" });
        _store.Cycles.Finish(cycle.Id, outcome, "test");
    }
}
