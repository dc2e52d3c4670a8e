using Weir.Pipeline.Triggers;
using Weir.Storage.Samples;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Triggers;

public abstract class TrainingTriggerTests(StoreKind kind) : StoreTests(kind)
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);


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
        Assert.Equal("first", TrainingTrigger.Look(Store, new TrainingSettings()).Kind);
        Train();
        Time.Advance(TimeSpan.FromHours(6));
        Label("b", 2);
        Assert.Equal(2, TrainingTrigger.Read(Store).NewSamples);
        Assert.Equal("wait", TrainingTrigger.Look(Store, new TrainingSettings()).Kind);
        Assert.Equal("samples", TrainingTrigger.Look(Store, new TrainingSettings { NewSamples = 2 }).Kind);
        Assert.Equal(["samples", "wait", "first"], Store.Trainings.Recent(10).Select(decision => decision.Kind));
        Assert.Equal((true, 2L, "balanced"), (Store.Trainings.Recent(1)[0].Train, Store.Trainings.Recent(1)[0].NewSamples, Store.Trainings.Recent(1)[0].Preset));
    }

    [Fact]
    public void A_label_that_is_only_confirmed_is_not_new_and_one_that_turns_is()
    {
        Label("a", 2);
        Train();
        Time.Advance(TimeSpan.FromHours(6));
        Store.Samples.Keep([new LabelDecision(1, Weir.Storage.Samples.Label.Phishing, 1, 2, 1, null), new LabelDecision(2, Weir.Storage.Samples.Label.Benign, 0, 1, 1, null)]);
        Assert.Equal(1, TrainingTrigger.Read(Store).NewSamples);
    }

    [Fact]
    public void A_wish_is_answered_by_the_next_training_and_not_by_a_failed_one()
    {
        Label("a", 2);
        Train();
        Time.Advance(TimeSpan.FromHours(1));
        Store.Trainings.Ask("drift", "the scores moved");
        Store.Trainings.Ask("drift", "they still do");
        Assert.Equal("the scores moved", Store.Trainings.OpenAsk()!.Reason);
        Time.Advance(TimeSpan.FromHours(1));
        Train("failed");
        Assert.NotNull(TrainingTrigger.Read(Store).Ask);
        Train();
        Assert.Null(TrainingTrigger.Read(Store).Ask);
    }

    [Fact]
    public void It_is_looked_at_as_often_as_set()
    {
        var settings = new TrainingSettings { Every = TimeSpan.FromHours(3) };
        Assert.True(TrainingTrigger.IsDue(Store, settings));
        TrainingTrigger.Look(Store, settings);
        Time.Advance(TimeSpan.FromHours(2));
        Assert.False(TrainingTrigger.IsDue(Store, settings));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.True(TrainingTrigger.IsDue(Store, settings));
    }

    private void Label(string name, int count)
    {
        using (var writer = Store.Imports.Begin("feed.csv", name))
        {
            for (var i = 0; i < count; i++) writer.Add(new Observation("feed", $"http://{name}{i}.test/", $"{name}{i}.test/", $"{name}{i}.test", true, null, null));
            writer.Finish("done");
        }

        Weir.Pipeline.Labeling.SampleLabeling.Run(Store.Samples, TestContext.Current.CancellationToken);
    }

    private void Train(string outcome = "refused")
    {
        var cycle = Store.Cycles.Begin();
        Store.Cycles.Advance(cycle with { Stage = "trained", Challenger = "v" });
        Store.Cycles.Finish(cycle.Id, outcome, "test");
    }
}

public sealed class TrainingTriggerOnSqlite() : TrainingTriggerTests(StoreKind.Sqlite);

public sealed class TrainingTriggerOnPostgres() : TrainingTriggerTests(StoreKind.Postgres);
