using Weir.Pipeline.Gates;
using Weir.Pipeline.Triggers;
using Xunit;

namespace Weir.Tests.Pipeline.Triggers;

public class TrainingSettingsTests
{
    private readonly List<string> _faults = [];

    [Fact]
    public void Balanced_holds_where_nothing_is_set() => Assert.Equal(("balanced", 100, 168, 6), Figures(Read([])));

    [Fact]
    public void What_is_set_by_itself_wins_over_the_preset_also_when_the_preset_changes()
    {
        var read = Read(new() { ["Training:Preset"] = "Aggressive", ["Training:NewSamples"] = "70", ["Training:Every"] = "90m" });
        Assert.Equal(("aggressive", 70, 72, 1), Figures(read));
        Assert.Equal(("conservative", 70, 336, 1), Figures(read.WithPreset("conservative")));
        Assert.Throws<ArgumentException>(() => read.WithPreset("eager"));
        Assert.Empty(_faults);
    }

    [Fact]
    public void A_named_preset_sets_the_gates_and_a_gate_that_is_set_wins()
    {
        var settings = new Dictionary<string, string> { ["Training:Preset"] = "conservative" };
        Assert.Equal((0.90, 0.03), (GateLimits.From(settings, _faults).Accuracy, GateLimits.From(settings, _faults).Alarms));
        settings["Gates:Accuracy"] = "88%";
        Assert.Equal((0.88, 0.03), (GateLimits.From(settings, _faults).Accuracy, GateLimits.From(settings, _faults).Alarms));
        Assert.Equal(new GateLimits(), GateLimits.From(new Dictionary<string, string>(), _faults));
        Assert.Empty(_faults);
    }

    [Fact]
    public void Each_fault_is_told()
    {
        Read(new() { ["Training:Preset"] = "eager", ["Training:NewSamples"] = "0", ["Training:MaxAge"] = "soon", ["Training:Speed"] = "9" });
        Assert.Equal(["Training:Preset", "Training:NewSamples", "Training:MaxAge", "Training:Speed"], _faults.Select(fault => fault.Split(' ')[0]));
    }

    private TrainingSettings Read(Dictionary<string, string> settings) => TrainingSettings.From(settings, _faults);

    private static (string, int, int, int) Figures(TrainingSettings read) =>
        (read.Preset.Name, read.NewSamples, (int)read.MaxAge.TotalHours, (int)read.Every.TotalHours);
}
