using System.Net;
using Weir.Detection;
using Weir.Server.Models;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Check;

public sealed class CheckPageTests
{
    [Fact]
    public async Task The_form_asks_and_the_answer_stands_below_it()
    {
        await using var server = await ServerUnderTest.Start();
        var page = await Ask(server, "http://bad.example/login");
        Assert.Contains("<h2 id=\"decision\">Phishing</h2>", page);
        Assert.Contains("97.3 %", page);
        Assert.Contains("hxxp://bad[.]example/login", page);
        Assert.Contains("The brand &lt;Example&gt; is named", page);
        Assert.Contains("<title>Phishing · Weir</title>", page);
        Assert.DoesNotContain("href=\"http", page);
        Assert.DoesNotContain("<script>", page);
    }

    [Fact]
    public async Task A_link_shows_the_address_and_judges_nothing()
    {
        await using var server = await ServerUnderTest.Start();
        Assert.Contains("has not been judged yet", await server.Client.GetStringAsync("/?subject=https%3A%2F%2Fwww.example.org%2F", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_speaks_for_nothing_is_said_in_words()
    {
        await using var server = await ServerUnderTest.Start();
        Assert.Contains("No sign of phishing</h2>", await Ask(server, "https://www.example.org/"));
    }

    [Fact]
    public async Task A_probability_is_never_shown_as_certainty()
    {
        var sure = new ServedDetector(
            (subject, _) => new Verdict { Subject = subject, Decision = Decision.Phishing, Score = 0.99996, CheckedAt = DateTimeOffset.UnixEpoch }, null, "test", null);
        await using var server = await ServerUnderTest.Start(sure);
        var page = await Ask(server, "http://bad.example/");
        Assert.Contains("more than 99.9 %", page);
        Assert.DoesNotContain("100.0 %", page);
    }

    [Fact]
    public async Task Hostile_subjects_are_encoded()
    {
        await using var server = await ServerUnderTest.Start();
        var page = await Ask(server, "http://bad.example/\"><script>alert(1)</script>");
        Assert.DoesNotContain("<script>", page);
        Assert.Contains("&lt;script&gt;", page);
    }

    [Fact]
    public async Task A_spent_quota_is_told_on_the_page()
    {
        await using var server = await ServerUnderTest.Start();
        server.Store.Tenants.Add("acme", 1, "test");
        using var person = await BrowserLike.Of(server, "viewer", "acme");
        Assert.Contains("Phishing</h2>", await person.Send("/", "check", ("subject", "http://bad.example/")));
        Assert.Contains("are spent", await person.Send("/", "check", ("subject", "http://bad.example/")));
    }

    [Fact]
    public async Task Empty_input_gets_one_clear_sentence()
    {
        await using var server = await ServerUnderTest.Start();
        Assert.Contains("There was no address to check.", await Ask(server, "  "));
    }

    [Fact]
    public async Task Without_a_model_the_answer_is_not_judged()
    {
        await using var server = await ServerUnderTest.Start(ServedDetector.Without("No model is here.", TimeProvider.System));
        var page = await Ask(server, "http://bad.example/");
        Assert.Contains("Not judged</h2>", page);
        Assert.Contains("No model is here.", page);
        Assert.DoesNotContain("No sign of phishing", page);
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/assets/weir.css", "text/css")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task Pages_and_their_files_carry_safe_headers(string path, string type)
    {
        await using var server = await ServerUnderTest.Start();
        var response = await server.Client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'none'; style-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Referrer-Policy").Single());
    }

    private static async Task<string> Ask(ServerUnderTest server, string subject)
    {
        using var browser = new BrowserLike(server);
        return await browser.Send("/", "check", ("subject", subject));
    }
}
