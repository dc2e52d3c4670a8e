using System.Globalization;
using Weir.Storage;

namespace Weir.Cli.Demo;

/// <summary>What stands at the end of the demo, in a few lines.</summary>
internal static class DemoEnd
{
    public static void Write(WeirStore store, TextWriter output)
    {
        var labels = store.Samples.CountLabels();
        Line($"");
        Line($"In the end {labels.Samples:N0} samples: {labels.Phishing:N0} phishing, {labels.Benign:N0} benign, {labels.Unknown:N0} contested.");
        Line($"{store.Cycles.Count():N0} cycles, {store.Cycles.Count("promoted"):N0} promoted, {store.Cycles.Count("refused"):N0} refused; {store.Models.CountEvents("rolled-back"):N0} rolled back; {store.Alerts.Recent(10_000).Count:N0} alerts. The champions, as `weir models history` tells:");
        foreach (var step in store.Models.History(2_000).Where(step => step.Kind is "promoted" or "rolled-back").Reverse())
            Line($"  {step.At:yyyy-MM-dd HH:mm}  {step.Kind,-11} {step.Version}  {step.Reason}");

        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
