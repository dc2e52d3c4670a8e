using System.Text.RegularExpressions;
using Weir.Detection.Lists;
using Xunit;

namespace Weir.Tests.Server.Dashboard.Lists;

public sealed partial class ListsPageTests
{
    [Fact]
    public async Task An_entry_is_added_changed_and_removed_by_forms()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        var added = await Send(server, "/lists", "add", ("kind", "allow"), ("value", "shop.example"), ("scope", ""), ("reason", "a customer"), ("expires", "30d"));
        Assert.Contains("The entries are kept", added);
        Assert.Contains("shop[.]example", added);
        var changed = await Send(server, "/lists/1", "change", ("reason", "a good customer"), ("expires", ""));
        Assert.Contains("a good customer", changed);
        Assert.Null(Assert.Single(server.Store.Lists.All()).Expires);
        Assert.Contains("The entry is gone", await Send(server, "/lists/1", "remove"));
        Assert.Empty(server.Store.Lists.All());
    }

    [Fact]
    public async Task A_fault_is_told_and_what_was_typed_stays()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        var page = await Send(server, "/lists", "add", ("kind", "block"), ("value", "pages.dev"), ("scope", "domain"), ("reason", "all of it"), ("expires", ""));
        Assert.Contains("public suffix", page);
        Assert.Contains("value=\"all of it\"", page);
        Assert.Empty(server.Store.Lists.All());
    }

    [Fact]
    public async Task Many_are_added_at_once_or_none_and_the_line_is_named()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        var refused = await Send(server, "/lists", "add", ("kind", "block"), ("value", "one.example\r\npages.dev\r\n"), ("scope", "domain"), ("reason", "a wave"), ("expires", "7d"));
        Assert.Contains("line 2: ", refused);
        Assert.Empty(server.Store.Lists.All());
        Assert.Contains("The entries are kept", await Send(server, "/lists", "add", ("kind", "block"), ("value", "one.example\r\n\r\ntwo.example"), ("scope", "domain"), ("reason", "a wave"), ("expires", "7d")));
        Assert.Equal(["one.example", "two.example"], server.Store.Lists.All().Select(entry => entry.Value));
    }

    [Fact]
    public async Task Hostile_text_is_shown_and_never_markup_or_a_link()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        server.Store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Url, "bad.example/<script>alert(1)</script>", "<script>alert(2)</script>\u202E", null), "<b>anna</b>");
        foreach (var path in (string[])["/lists", "/lists/1", "/lists?value=%3Cscript%3E"])
        {
            var page = await server.Client.GetStringAsync(path, TestContext.Current.CancellationToken);
            Assert.DoesNotContain("<script>alert", page);
            Assert.DoesNotContain("<b>anna", page);
            Assert.DoesNotContain("href=\"http", page);
        }
    }

    [Fact]
    public async Task An_entry_that_is_not_there_is_told_as_missing()
    {
        await using var server = await ServerUnderTest.StartWithStore();
        var answer = await server.Client.GetAsync("/lists/7", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("No such entry", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Fills in a form of a page as a browser would, and gives back the page that follows.</summary>
    internal static async Task<string> Send(ServerUnderTest server, string path, string form, params (string Name, string Value)[] fields)
    {
        var ct = TestContext.Current.CancellationToken;
        var page = await server.Client.GetStringAsync(path, ct);
        var token = Token().Match(page);
        Assert.True(token.Success, "the page has no form");
        var all = fields.Select(field => KeyValuePair.Create(field.Name, field.Value))
            .Append(KeyValuePair.Create("_handler", form)).Append(KeyValuePair.Create("__RequestVerificationToken", System.Net.WebUtility.HtmlDecode(token.Groups[1].Value)));
        var answer = await server.Client.PostAsync(path, new FormUrlEncodedContent(all), ct);
        return await answer.Content.ReadAsStringAsync(ct);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
