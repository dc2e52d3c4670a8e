using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Detection.Lists;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Lists;

public abstract class ListEndpointsTests(StoreKind kind)
{
    [Fact]
    public async Task An_entry_is_added_read_changed_and_removed()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var added = await server.Post("/v1/lists", """{"kind":"block","value":"hxxps://login.bad[.]example/a","reason":"ticket 7","expires":"30d"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var entry = await server.Json(added);
        Assert.Equal(("block", "url", "login.bad.example/a", "ticket 7", "hand"), (Text(entry, "kind"), Text(entry, "scope"), Text(entry, "value"), Text(entry, "reason"), Text(entry, "source")));
        var place = added.Headers.Location!.ToString();
        Assert.Equal($"/v1/lists/{entry.GetProperty("id").GetInt64()}", place);
        Assert.Equal("ticket 7", Text(await Get(server, place), "reason"));
        var changed = await server.Client.PatchAsJsonAsync(place, new { expires = (string?)null }, Ct);
        Assert.Equal(JsonValueKind.Null, (await server.Json(changed)).GetProperty("expires").ValueKind);
        Assert.Equal("ticket 7", Text(await Get(server, place), "reason"));
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync(place, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.DeleteAsync(place, Ct)).StatusCode);
        Assert.Equal(["list.remove", "list.change", "list.add"], server.Store.Audit.Recent(3).Select(row => row.Action));
    }

    [Fact]
    public async Task Many_are_added_all_or_none_and_every_fault_is_told_at_once()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var refused = await server.Post("/v1/lists", """
            {"entries":[{"kind":"block","value":"a.example","reason":"x"},{"kind":"bloc","value":"b.example","reason":"x"},{"kind":"allow","value":"c.example"},
              {"kind":"allow","value":"d.example","reason":"x","expires":"2001-01-01","colour":"red"},5]}
            """);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var fields = (await server.Json(refused)).GetProperty("errors").EnumerateArray().Select(fault => Text(fault, "field")).ToList();
        Assert.Equal(["entries[1].kind", "entries[2].reason", "entries[3].expires", "entries[3].colour", "entries[4]"], fields.Take(4).Append(fields[4]));
        Assert.Empty(server.Store.Lists.All());
        var added = await server.Post("/v1/lists", """{"entries":[{"kind":"block","value":"a.example","reason":"x"},{"kind":"allow","value":"b.example/p","scope":"prefix","reason":"y"}]}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(2, (await server.Json(added)).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("a\\b.example", "has a backslash beside its host; write a if that is what you mean, or use the scope url for the whole address.")]
    [InlineData("good.example@bad.example", "looks like a mail address")]
    [InlineData("bad.example/login", "has a path beside its host")]
    [InlineData("bad!.example", "is no name of a host")]
    public async Task A_host_must_be_one_by_the_API_and_in_a_file(string value, string words)
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var refused = await server.Client.PostAsJsonAsync("/v1/lists", new { kind = "block", value, scope = "host", reason = "x" }, Ct);
        Assert.Equal((HttpStatusCode.BadRequest, true), (refused.StatusCode, Text(await server.Json(refused), "detail").Contains(words, StringComparison.Ordinal)));
        var file = await server.Post("/v1/lists/import?reason=x", $"kind,scope,value\nblock,host,good.example\nblock,host,{value}\n", "text/csv");
        Assert.Equal((HttpStatusCode.BadRequest, true), (file.StatusCode, Text(await server.Json(file), "detail").Contains(words, StringComparison.Ordinal)));
        Assert.Empty(server.Store.Lists.All());
    }

    [Theory]
    [InlineData("pages.dev", "domain", "public suffix", false)]
    [InlineData("linktr.ee", "domain", "platform whose pages belong to many owners", true)]
    [InlineData("docs.google.com", "host", "platform whose pages belong to many owners", true)]
    [InlineData("https://docs.google.com/", "prefix", "set force", true)]
    public async Task A_whole_platform_is_refused_unless_it_is_meant(string value, string scope, string words, bool yields)
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        foreach (var kind in (string[])["allow", "block"])
        {
            var refused = await server.Client.PostAsJsonAsync("/v1/lists", new { kind, value, scope, reason = "x" }, Ct);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            var detail = Text(await server.Json(refused), "detail");
            Assert.Contains(words, detail);
            Assert.DoesNotContain("--", detail);
        }

        var forced = await server.Client.PostAsJsonAsync("/v1/lists", new { kind = "block", value, scope, reason = "x", force = true }, Ct);
        Assert.Equal(yields, forced.IsSuccessStatusCode);
    }

    [Fact]
    public async Task What_the_other_list_has_is_a_conflict_until_it_gives_way()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        await server.Post("/v1/lists", """{"kind":"block","value":"shop.example","reason":"seen in a mail"}""");
        var conflict = await server.Post("/v1/lists", """{"kind":"allow","value":"shop.example","reason":"cleared"}""");
        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        var detail = Text(await server.Json(conflict), "detail");
        Assert.Contains("The block list has shop[.]example already (entry 1, by", detail);
        Assert.Contains("seen in a mail", detail);
        Assert.Equal(HttpStatusCode.Created, (await server.Post("/v1/lists", """{"kind":"allow","value":"shop.example","reason":"cleared","replace":true}""")).StatusCode);
        Assert.Equal(ListKind.Allow, Assert.Single(server.Store.Lists.All()).Kind);
        var again = await server.Post("/v1/lists", """{"kind":"allow","value":"shop.example","reason":"cleared twice"}""");
        Assert.Equal((HttpStatusCode.OK, "cleared twice"), (again.StatusCode, Assert.Single(server.Store.Lists.All()).Note));
    }

    [Fact]
    public async Task Entries_are_found_by_what_they_are_and_come_in_pages()
    {
        var time = new FakeTime();
        await using var server = await ServerUnderTest.StartWithStore(time: time, kind: kind);
        for (var i = 0; i < 5; i++) server.Store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Host, $"a{i}.example", "x", i == 0 ? time.GetUtcNow().AddDays(1) : null), i < 2 ? "anna" : "bert");
        server.Store.Lists.Add(new ListEntry(ListKind.Allow, ListScope.Url, "100%_a.example/", "x", null), "anna", "other");
        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["a4.example", "a3.example"], await Values(server, "?limit=2"));
        var next = Text(await Get(server, "/v1/lists?limit=2"), "next");
        Assert.Equal(["a2.example", "a1.example", "a0.example"], await Values(server, "?cursor=" + next));
        Assert.Equal(["a0.example"], await Values(server, "?expired=true"));
        Assert.Equal(["a1.example"], await Values(server, "?owner=anna&expired=false"));
        Assert.Equal(["a3.example"], await Values(server, "?value=A3.EX"));
        Assert.Empty(await Values(server, "?value=%25_"));
        Assert.Empty(await Values(server, "?kind=allow"));
        var refused = await server.Client.GetAsync("/v1/lists?kind=x&limit=0&cursor=b&expired=perhaps", Ct);
        Assert.Equal(4, (await server.Json(refused)).GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task A_tenant_sees_and_changes_its_own_entries_and_cannot_allow_what_the_machine_blocks()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        using var north = server.ClientOf("analyst", "north");
        using var viewer = server.ClientOf("viewer", "north");
        await server.Post("/v1/lists", """{"kind":"block","value":"bad.example","reason":"x"}""");
        var refused = await north.PostAsJsonAsync("/v1/lists", new { kind = "allow", value = "bad.example", reason = "x", replace = true }, Ct);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("block wins over every tenant's allow", Text(await server.Json(refused), "detail"));
        Assert.Equal(HttpStatusCode.Created, (await north.PostAsJsonAsync("/v1/lists", new { kind = "block", value = "own.example", reason = "x" }, Ct)).StatusCode);
        Assert.Equal(["bad.example"], await Values(server, ""));
        Assert.Single((await viewer.GetFromJsonAsync<JsonElement>("/v1/lists", Ct)).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await north.DeleteAsync("/v1/lists/1", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await north.GetAsync("/v1/lists/1", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.DeleteAsync("/v1/lists/2", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_change_with_an_old_tag_is_refused()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        await server.Post("/v1/lists", """{"kind":"block","value":"bad.example","reason":"x"}""");
        var tag = (await server.Client.GetAsync("/v1/lists/1", Ct)).Headers.ETag!;
        HttpRequestMessage Request(string reason) => new(HttpMethod.Patch, "/v1/lists/1") { Content = JsonContent.Create(new { reason }), Headers = { IfMatch = { tag } } };
        Assert.Equal(HttpStatusCode.OK, (await server.Client.SendAsync(Request("y"), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await server.Client.SendAsync(Request("z"), Ct)).StatusCode);
    }

    [Fact]
    public async Task The_reference_lists_stand_beside_the_entries_and_alone()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        Assert.Equal(JsonValueKind.Array, (await Get(server, "/v1/lists")).GetProperty("reference").ValueKind);
        Assert.Equal(JsonValueKind.Array, (await Get(server, "/v1/lists/reference")).GetProperty("reference").ValueKind);
    }

    [Fact]
    public async Task What_is_exported_is_safe_for_spreadsheets_and_is_read_again()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        await server.Client.PostAsJsonAsync("/v1/lists", new { kind = "allow", value = "a.example/x?q=1", reason = "=HYPERLINK(\"x\"), \"quoted\"" }, Ct);
        var csv = await server.Client.GetStringAsync("/v1/lists/export", Ct);
        Assert.Contains("\"'=HYPERLINK(\"\"x\"\"), \"\"quoted\"\"\"", csv);
        Assert.True(server.Store.Lists.Remove("main", 1, "test"));
        var read = await server.Post("/v1/lists/import", csv, "text/csv");
        Assert.Equal(1, (await server.Json(read)).GetProperty("added").GetInt32());
        var entry = Assert.Single(server.Store.Lists.All());
        Assert.Equal(("a.example/x?q=1", "=HYPERLINK(\"x\"), \"quoted\""), (entry.Value, entry.Note));
    }

    [Theory]
    [InlineData("", "The first line must name")]
    [InlineData("kind,value\r\n", "no entry below")]
    [InlineData("kind,value\nblok,a.example\nallow,http://[oops\nblock,", "line 2: kind")]
    [InlineData("kind,value,expires\nblock,a.example,gestern", "gestern")]
    public async Task A_file_that_cannot_be_taken_is_refused_whole(string csv, string words)
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var refused = await server.Post("/v1/lists/import", csv, "text/csv");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(words, Text(await server.Json(refused), "detail"));
        Assert.Empty(server.Store.Lists.All());
    }

    [Fact]
    public async Task Hostile_bodies_are_answered_and_change_nothing()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        string[] bodies = ["", "[]", "7", "null", "{", """{"kind":["block"],"value":{}}""", """{"entries":{}}""", """{"entries":[]}""", """{"kind":"block","value":"\ud800","reason":"x"}""",
            $$"""{"kind":"block","value":"http://a.example/{{new string('a', 100_000)}}","reason":"x"}""", .. HostileText.Some(40, 5).Select(text => JsonSerializer.Serialize(new { kind = "block", value = text + "[", reason = text, scope = text }))];
        foreach (var body in bodies)
        {
            var answer = await server.Post("/v1/lists", body);
            Assert.InRange((int)answer.StatusCode, 400, 499);
            Assert.NotEmpty(Text(await server.Json(answer), "detail"));
        }

        Assert.Empty(server.Store.Lists.All());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static async Task<JsonElement> Get(ServerUnderTest server, string path) => await server.Client.GetFromJsonAsync<JsonElement>(path, Ct);

    private static async Task<IEnumerable<string>> Values(ServerUnderTest server, string query) =>
        (await Get(server, "/v1/lists" + query)).GetProperty("items").EnumerateArray().Select(entry => Text(entry, "value")).ToList();
}

public sealed class ListEndpointsOnSqlite() : ListEndpointsTests(StoreKind.Sqlite);

public sealed class ListEndpointsOnPostgres() : ListEndpointsTests(StoreKind.Postgres);
