using Weir.Pipeline.Monitoring;
using Xunit;

namespace Weir.Tests.Pipeline.Monitoring;

public sealed class MonitoringSettingsTests
{
    [Fact]
    public void Settings_are_read_and_the_others_keep_their_defaults()
    {
        var faults = new List<string>();
        var read = MonitoringSettings.From(new Dictionary<string, string> { ["Monitoring:Psi"] = "0.3", ["Monitoring:Window"] = "3d", ["Monitoring:Ageing"] = "5 %" }, faults);
        Assert.Empty(faults);
        Assert.Equal(new MonitoringSettings { Psi = 0.3, Window = TimeSpan.FromDays(3), Ageing = 0.05 }, read);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var faults = new List<string>();
        MonitoringSettings.From(new Dictionary<string, string> { ["Monitoring:Rows"] = "many", ["Monitoring:Typo"] = "1", ["Monitoring:KeepVerdicts"] = "2d" }, faults);
        Assert.Equal(3, faults.Count);
        Assert.Contains(faults, fault => fault.StartsWith("Monitoring:Typo is not a setting", StringComparison.Ordinal));
    }
}
