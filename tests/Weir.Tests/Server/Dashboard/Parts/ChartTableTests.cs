using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Server.Dashboard.Parts;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Parts;

public sealed class ChartTableTests
{
    [Fact]
    public async Task Without_charts_the_numbers_stand_open_and_it_is_said_why()
    {
        var shown = await Render(hasCharts: false);
        Assert.Contains("This build has no charts", shown, StringComparison.Ordinal);
        Assert.Contains("<details open>", shown, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_charts_the_numbers_stand_under_a_disclosure()
    {
        var shown = await Render(hasCharts: true);
        Assert.DoesNotContain("has no charts", shown, StringComparison.Ordinal);
        Assert.Contains("<details><summary>Numbers", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_can_be_told_to_leave_the_charts_out()
    {
        var project = Path.Combine(Repository.Root, "src", "Weir.Server", "Weir.Server.csproj");
        var run = await ProcessRun.Of("dotnet", ["msbuild", project, "-p:WithCharts=false", "-t:EmbedCharts", "-getItem:EmbeddedResource"]);
        Assert.Contains("assets/", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("assets/chart.js", run.Output, StringComparison.Ordinal);
    }

    private static async Task<string> Render(bool hasCharts)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var given = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            ["Kind"] = "bar",
            ["Caption"] = "Brands",
            ["Columns"] = (string[])["Brand", "Verdicts"],
            ["Rows"] = (IReadOnlyList<object?[]>)[["<b>", 3]],
            ["HasCharts"] = hasCharts,
        });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ChartTable>(given)).ToHtmlString());
    }
}
