using Microsoft.Playwright;
using Weir.BrowserTests.Security;
using Weir.BrowserTests.Support;
using Weir.Detection;
using Weir.Pipeline;
using Weir.Pipeline.Review;
using Weir.Server.Security;
using Weir.Storage.Verdicts;
using Xunit;

namespace Weir.BrowserTests.Review;

/// <summary>An analyst works off what waits.</summary>
public sealed class ReviewFlowTests(WeirInBrowser weir)
{
    [Fact]
    public async Task One_key_decides_the_heaviest_subject_and_the_next_is_ready()
    {
        Assert.Null(Accounts.Add(weir.Store, "review-analyst", "analyst", "main", Visitor.Password, "test"));
        Wait("http://first-to-review.example/", 900);
        Wait("http://second-to-review.example/", 500);
        await using var analyst = await Visitor.At(weir.Browser, weir.Origin);
        await analyst.LogIn("review-analyst");
        await analyst.Page.GotoAsync("/review");
        var first = analyst.Page.Locator("tbody tr").First;
        await Assertions.Expect(first).ToContainTextAsync("first-to-review[.]example");
        await analyst.Page.Keyboard.PressAsync("p");
        await Assertions.Expect(first).ToContainTextAsync("first-to-review[.]example");
        await analyst.Page.FocusAsync("[data-keys]");
        await analyst.Page.Keyboard.PressAsync("p");
        await analyst.Reads("One subject is decided");
        await Assertions.Expect(first).ToContainTextAsync("second-to-review[.]example");
        await analyst.Page.Keyboard.PressAsync("b");
        await Assertions.Expect(first).Not.ToContainTextAsync("second-to-review[.]example");
        Assert.Equal([true, false], weir.Store.Gold.All().Where(gold => gold.Subject.Contains("-to-review", StringComparison.Ordinal)).Select(gold => gold.IsPhishing));
    }

    private void Wait(string subject, int times)
    {
        var row = new VerdictRow { Tenant = "main", At = weir.Store.Time.GetUtcNow(), Subject = subject, SubjectKey = SubjectHash.Of(subject[7..]), Score = 0.5, Decision = Decision.Suspicious };
        weir.Store.Verdicts.Add([.. Enumerable.Repeat(row, times)], times, 0, null);
        ReviewWatch.Run(weir.Store, 0.5, TestContext.Current.CancellationToken);
    }
}
