using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Weir.BrowserTests.Support;

/// <summary>Looks for faults that keep people with disabilities out.</summary>
internal static class Axe
{
    /// <summary>Fails the test on a fault that axe calls serious or critical.</summary>
    public static async Task FindsNothing(IPage page)
    {
        var found = await page.RunAxe();
        var faults = from fault in found.Violations
                     where fault.Impact is "serious" or "critical"
                     from node in fault.Nodes
                     select $"{fault.Impact} {fault.Id}: {fault.Help}: {node.Html}";
        Assert.Equal("", string.Join('\n', faults));
    }
}
