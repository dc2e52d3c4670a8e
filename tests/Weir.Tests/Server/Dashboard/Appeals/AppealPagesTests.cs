using System.Net;
using Weir.Detection.Lists;
using Weir.Tests.Server.Dashboard.Lists;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Appeals;

public sealed class AppealPagesTests
{
    private const string Hostile = "<script>alert(1)</script>\u202E\"'><img src=x onerror=alert(2)>";

    [Fact]
    public async Task Somebody_objects_by_the_form_and_an_analyst_settles_by_the_page()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        var filed = await ListsPageTests.Send(server, "/appeals/new?subject=http%3A%2F%2Fbad.example%2Fshop", "object",
            ("subject", "http://bad.example/shop"), ("wanted", "benign"), ("reason", "It is our shop."), ("contact", "anna@example.com"), ("verdict", ""));
        Assert.Contains("It is filed", filed);
        Assert.Contains("hxxp://bad[.]example/shop", filed);
        Assert.DoesNotContain("anna@", filed);
        var queue = await server.Client.GetStringAsync("/appeals", Ct);
        Assert.Contains("href=\"/appeals/case/1\"", queue);
        Assert.Contains("anna@example.com", await ListsPageTests.Send(server, "/appeals/case/1", "take"));
        var settled = await ListsPageTests.Send(server, "/appeals/case/1", "settle", ("outcome", "overturned"), ("reason", "True, it is."), ("scope", "host"), ("days", "30"), ("learn", "true"));
        Assert.Contains("The case is settled", settled);
        Assert.Equal((ListKind.Allow, "bad.example"), (Assert.Single(server.Store.Lists.All()).Kind, server.Store.Lists.All()[0].Value));
        Assert.Single(server.Store.Gold.All());
        Assert.Contains("appeal 1", await server.Client.GetStringAsync("/lists", Ct));
        Assert.Contains("open again", await ListsPageTests.Send(server, "/appeals/case/1", "reopen", ("reason", "new facts")));
    }

    [Fact]
    public async Task Nothing_that_strangers_wrote_becomes_markup_or_a_link()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        (string, string)[] said = [("subject", "http://bad.example/" + Hostile), ("wanted", "benign"), ("reason", Hostile), ("contact", Hostile)];
        var refused = await ListsPageTests.Send(server, "/appeals/new", "object", [.. said, ("verdict", Hostile[..20])]);
        var filed = await ListsPageTests.Send(server, "/appeals/new", "object", [.. said, ("verdict", "")]);
        var id = server.Store.Appeals.Objections(1)[0].Id;
        var form = await server.Client.GetStringAsync("/appeals/new?subject=" + Uri.EscapeDataString(Hostile) + "&verdict=" + Uri.EscapeDataString(Hostile), Ct);
        foreach (var page in (string[])[refused, filed, form, await server.Client.GetStringAsync("/appeals", Ct), await server.Client.GetStringAsync("/appeals/case/1", Ct), await server.Client.GetStringAsync("/appeals/" + id, Ct)])
        {
            Assert.DoesNotContain("<script>alert", page);
            Assert.DoesNotContain("<img src=x", page);
            Assert.DoesNotContain("href=\"http", page);
        }
    }

    [Fact]
    public async Task A_fault_is_told_and_a_stranger_needs_no_account()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        var page = await ListsPageTests.Send(server, "/appeals/new", "object", ("subject", "http://bad.example/" + new string('a', 9000)), ("wanted", "benign"), ("reason", "x"), ("contact", ""), ("verdict", ""));
        Assert.Contains("At most 8192 characters", page);
        var form = await server.Anonymous.GetAsync("/appeals/new", Ct);
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        Assert.Equal("noindex", form.Headers.GetValues("X-Robots-Tag").Single());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Anonymous.GetAsync("/appeals/no-such-id", Ct)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await server.Anonymous.GetAsync("/appeals/case/1", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_warning_verdict_names_where_to_object()
    {
        await using var server = await ServerUnderTest.StartWithStore(change: options => options with { PublicUrl = "https://weir.example.com" });
        var bad = await server.Json(await server.Post("/v1/check", """{"subject":"http://bad.example/?a=b&c"}"""));
        Assert.Equal("https://weir.example.com/appeals/new?subject=http%3A%2F%2Fbad.example%2F%3Fa%3Db%26c", bad.GetProperty("appealUrl").GetString());
        var good = await server.Json(await server.Post("/v1/check", """{"subject":"http://good.example/"}"""));
        Assert.False(good.TryGetProperty("appealUrl", out var none) && none.ValueKind == System.Text.Json.JsonValueKind.String);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
