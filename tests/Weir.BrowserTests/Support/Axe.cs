using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Weir.BrowserTests.Support;

/// <summary>Looks for faults that keep people with disabilities out.</summary>
internal static class Axe
{
    /// <summary>Fails the test on a fault that axe calls serious or critical.</summary>
    public static async Task FindsNothing(IPage page) => Judge(await page.RunAxe());

    /// <summary>The same about the colours alone, for a page whose markup was judged already.</summary>
    public static async Task FindsNoFaintText(IPage page) =>
        Judge(await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } }));

    private static void Judge(AxeResult found)
    {
        var faults = from fault in found.Violations
                     where fault.Impact is "serious" or "critical"
                     from node in fault.Nodes
                     select $"{fault.Impact} {fault.Id}: {fault.Help}: {node.Html}";
        Assert.Equal("", string.Join('\n', faults));
    }
}
