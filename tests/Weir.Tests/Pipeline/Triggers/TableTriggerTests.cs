using Weir.Pipeline.Triggers;
using Xunit;

namespace Weir.Tests.Pipeline.Triggers;

public class TableTriggerTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TableTrainingState Learned = new() { Table = "board", Rows = 5000, LearnedRows = 4000, LastTraining = Now.AddHours(-5) };

    [Theory]
    [InlineData(4000, 399, false)]
    [InlineData(4000, 400, true)]
    [InlineData(600, 99, false)]
    [InlineData(600, 100, true)]
    public void New_rows_are_enough_when_they_are_many_and_a_share_of_the_old(long old, long added, bool due)
    {
        var decision = Decide(Learned with { LearnedRows = old, NewRows = added });
        Assert.Equal((due, due ? "samples" : "wait"), (decision.Train, decision.Kind));
        Assert.Contains($"{added}", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(167, 1, "wait")]
    [InlineData(168, 1, "age")]
    [InlineData(168, 0, "wait")]
    public void An_old_training_is_renewed_when_a_row_has_come(int hours, long added, string kind) =>
        Assert.Equal(kind, Decide(Learned with { LastTraining = Now.AddHours(-hours), NewRows = added }).Kind);

    [Fact]
    public void The_first_rows_are_learned_at_once()
    {
        Assert.Equal(new TrainingDecision(true, "first", "Nothing has been learned from board yet, and 60 rows wait."), Decide(new TableTrainingState { Table = "board", Rows = 60, NewRows = 60 }));
        Assert.Equal(new TrainingDecision(false, "wait", "board holds no rows yet."), Decide(new TableTrainingState { Table = "board" }));
    }

    [Fact]
    public void Rows_that_moved_or_were_taken_away_make_it_due()
    {
        Assert.Equal(("drift", "x has shifted."), Decide(Learned with { NewRows = 150, Drift = "x has shifted." }) is var drift ? (drift.Kind, drift.Reason) : default);
        Assert.Equal("wait", Decide(Learned with { Drift = "x has shifted." }).Kind);
        Assert.Equal(("removed", "300 rows of board that were learned from have been taken away."), Decide(Learned with { GoneRows = 300 }) is var gone ? (gone.Kind, gone.Reason) : default);
    }

    [Fact]
    public void What_came_to_nothing_is_not_tried_again_with_the_same_rows_unless_somebody_asks()
    {
        var stopped = Learned with { NewRows = 4000, Stopped = "the schema has changed" };
        Assert.Equal(new TrainingDecision(false, "wait", "Nothing has come since the last cycle: the schema has changed."), Decide(stopped));
        Assert.Equal(new TrainingDecision(true, "asked", "ann asked for it: now."), Decide(stopped with { Ask = "ann asked for it: now" }));
    }

    [Fact]
    public void What_is_not_set_follows_the_preset()
    {
        var faults = new List<string>();
        var read = TableTrainingSettings.From(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Training:Preset"] = "aggressive", ["Tables:NewShare"] = "5%", ["Tables:Budget"] = "90s" }, faults);
        Assert.Empty(faults);
        Assert.Equal(new TableTrainingSettings { NewRows = 50, MaxAge = TimeSpan.FromHours(72), NewShare = 0.05, Budget = TimeSpan.FromSeconds(90) }, read);
        Assert.Equal(new TableTrainingSettings(), TableTrainingSettings.From(new Dictionary<string, string>(), faults));
        TableTrainingSettings.From(new Dictionary<string, string> { ["Tables:Train"] = "perhaps", ["Tables:NewRow"] = "5", ["Tables:NewRows"] = "0" }, faults);
        Assert.Equal(3, faults.Count);
    }

    private static TrainingDecision Decide(TableTrainingState state) => TableTrigger.Decide(state, new TableTrainingSettings(), Now);
}
