using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Detection.Lists;
using Weir.Pipeline.Labeling;
using Weir.Server.Appeals;
using Weir.Storage.Appeals;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Appeals;

public abstract class AppealEndpointsTests(StoreKind kind)
{
    [Fact]
    public async Task An_objection_is_filed_and_its_page_is_known_only_to_who_filed_it()
    {
        await using var server = await ServerUnderTest.StartWithStore(change: options => options with { PublicUrl = "https://weir.example.com" }, kind: kind);
        var (answer, status) = await File(server, "hxxp://bad[.]example/login", contact: "anna@example.com");
        var id = Text(status, "id");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal($"https://weir.example.com/appeals/{id}", answer.Headers.Location!.ToString());
        Assert.True(id.Length >= 22 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        Assert.Equal(("open", "benign", "hxxp://bad[.]example/login"), (Text(status, "state"), Text(status, "wanted"), Text(status, "subject")));
        Assert.DoesNotContain("anna@", status.ToString());
        Assert.Equal(id, Text(await Get(server, "/v1/appeals/" + id), "id"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/v1/appeals/" + id[..^1], Ct)).StatusCode);
        Assert.DoesNotContain(server.Store.Audit.Recent(10), row => (row.Detail + row.Subject).Contains("anna", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Objections_to_the_same_subject_join_one_case_and_each_person_has_his_own_page()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var first = Text((await File(server, "http://bad.example/a")).Status, "id");
        var second = Text((await File(server, "HTTP://BAD.example:80/x/../a")).Status, "id");
        var one = Assert.Single((await Get(server, "/v1/appeals")).GetProperty("items").EnumerateArray());
        Assert.Equal(2, one.GetProperty("objections").GetInt32());
        Assert.NotEqual(first, second);
        await server.Post($"/v1/appeals/{first}/withdraw", "");
        Assert.Equal(("withdrawn", "open"), (Text(await Get(server, "/v1/appeals/" + first), "state"), Text(await Get(server, "/v1/appeals/" + second), "state")));
        await server.Post($"/v1/appeals/{second}/withdraw", "");
        Assert.Empty((await Get(server, "/v1/appeals")).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.Conflict, (await server.Post($"/v1/appeals/{second}/withdraw", "")).StatusCode);
    }

    [Fact]
    public async Task An_overturned_verdict_changes_list_gold_set_and_label_at_once_and_tells_why()
    {
        var time = new FakeTime();
        await using var server = await ServerUnderTest.StartWithStore(time: time, kind: kind);
        server.Store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Url, "bad.example/shop", "a feed said so", null), "anna");
        var id = Text((await File(server, "http://bad.example/shop")).Status, "id");
        Assert.Equal("inReview", Text(await server.Json(await server.Post("/v1/appeals/cases/1/take", "")), "state"));
        var settled = await server.Json(await server.Post("/v1/appeals/cases/1/settle", """{"outcome":"overturned","reason":"It is the shop of a customer."}"""));
        Assert.Equal(("overturned", "benign"), (Text(settled, "state"), Text(settled, "label")));
        var entry = Assert.Single(server.Store.Lists.Read(new("main")));
        Assert.Equal((ListKind.Allow, ListScope.Url, "bad.example/shop", "appeal 1"), (entry.Entry.Kind, entry.Entry.Scope, entry.Entry.Value, entry.Source));
        Assert.Equal(time.GetUtcNow().AddDays(90), entry.Entry.Expires);
        var gold = Assert.Single(server.Store.Gold.All());
        Assert.Equal(("bad.example/shop", false, "appeal", 1L), (gold.Canonical, gold.IsPhishing, gold.Origin, gold.CaseId));
        Assert.Equal(1, server.Store.Samples.CountLabels().Benign);
        SampleLabeling.Run(server.Store.Samples, Ct);
        Assert.Equal((1L, 0L), (server.Store.Samples.CountLabels().Benign, server.Store.Samples.CountLabels().Pending));
        var status = await Get(server, "/v1/appeals/" + id);
        Assert.Equal(("overturned", "benign", "It is the shop of a customer."), (Text(status, "state"), Text(status, "label"), Text(status, "reason")));
        Assert.Contains("appeal.settled", server.Store.Audit.Recent(20).Select(row => row.Action));
        Assert.Null(server.Store.Audit.FirstBroken());
    }

    [Fact]
    public async Task What_was_missed_is_blocked_and_learned_when_the_objection_is_right()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var (_, status) = await File(server, "http://login.evil.example/x");
        Assert.Equal("phishing", Text(status, "wanted"));
        await server.Post("/v1/appeals/cases/1/settle", """{"outcome":"overturned","reason":"asks for card data","scope":"host","days":7}""");
        var entry = Assert.Single(server.Store.Lists.All());
        Assert.Equal((ListKind.Block, ListScope.Host, "login.evil.example"), (entry.Kind, entry.Scope, entry.Value));
        Assert.True(Assert.Single(server.Store.Gold.All()).IsPhishing);
        Assert.Equal(1, server.Store.Samples.CountLabels().Phishing);
    }

    [Fact]
    public async Task An_upheld_verdict_changes_nothing_but_the_case_and_can_be_opened_again()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        await File(server, "http://bad.example/");
        await server.Post("/v1/appeals/cases/1/settle", """{"outcome":"upheld","reason":"It asks for passwords."}""");
        Assert.Empty(server.Store.Lists.All());
        Assert.Empty(server.Store.Gold.All());
        Assert.Equal(HttpStatusCode.Conflict, (await server.Post("/v1/appeals/cases/1/settle", """{"outcome":"overturned","reason":"x"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Post("/v1/appeals/cases/1/reopen", """{"reason":"new facts"}""")).StatusCode);
        await server.Post("/v1/appeals/cases/1/settle", """{"outcome":"overturned","reason":"cleaned up","scope":"domain"}""");
        Assert.Equal(ListScope.RegistrableDomain, Assert.Single(server.Store.Lists.All()).Scope);
        await server.Post("/v1/appeals/cases/1/reopen", """{"reason":"hacked again"}""");
        Assert.Single(server.Store.Lists.All());
        await server.Post("/v1/appeals/cases/1/settle", """{"outcome":"upheld","reason":"hacked again"}""");
        Assert.Empty(server.Store.Lists.All());
        Assert.Empty(server.Store.Gold.All());
        Assert.Equal((0L, 0L), (server.Store.Samples.CountLabels().Benign, server.Store.Samples.CountLabels().Pending));
    }

    [Fact]
    public async Task A_settlement_never_clears_a_whole_platform_and_tells_what_still_blocks()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        await File(server, "http://linktr.ee/bad");
        foreach (var scope in (string[])["domain"])
        {
            var refused = await server.Post("/v1/appeals/cases/1/settle", $$"""{"outcome":"overturned","reason":"x","scope":"{{scope}}"}""");
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            var detail = Text(await server.Json(refused), "detail");
            Assert.Contains("platform", detail);
            Assert.DoesNotContain("force", detail);
        }

        server.Store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Host, "linktr.ee", "all of it", null), "anna");
        var settled = await server.Json(await server.Post("/v1/appeals/cases/1/settle", """{"outcome":"overturned","reason":"x"}"""));
        Assert.Contains("Block entry 1 (host) covers it as well and wins", Text(settled, "warning"));
    }

    [Fact]
    public async Task Cases_come_by_deadline_and_are_late_when_it_is_over()
    {
        var time = new FakeTime();
        await using var server = await ServerUnderTest.StartWithStore(time: time, kind: kind);
        for (var i = 0; i < 3; i++)
        {
            await File(server, $"http://bad{i}.example/");
            time.Advance(TimeSpan.FromHours(30));
        }

        var page = await Get(server, "/v1/appeals?limit=2");
        Assert.Equal([true, false], page.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("overdue").GetBoolean()));
        var rest = await Get(server, "/v1/appeals?limit=2&cursor=" + Text(page, "next"));
        Assert.Equal("http://bad2.example/", Text(Assert.Single(rest.GetProperty("items").EnumerateArray()), "subject"));
        Assert.Single((await Get(server, "/v1/appeals?overdue=true")).GetProperty("items").EnumerateArray());
        Assert.Empty((await Get(server, "/v1/appeals?state=upheld,overturned")).GetProperty("items").EnumerateArray());
        Assert.Single((await Get(server, "/v1/appeals?state=all&subject=BAD1")).GetProperty("items").EnumerateArray());
        var refused = await server.Client.GetAsync("/v1/appeals?state=lost&overdue=no&limit=x", Ct);
        Assert.Equal(3, (await server.Json(refused)).GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task A_case_of_another_tenant_is_not_there()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        using var north = server.ClientOf("analyst", "north");
        var filed = await north.PostAsJsonAsync("/v1/appeals", new { subject = "http://bad.example/", reason = "ours" }, Ct);
        var id = Text(await server.Json(filed), "id");
        Assert.Empty((await Get(server, "/v1/appeals?state=all")).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.GetAsync("/v1/appeals/cases/1", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post("/v1/appeals/cases/1/take", "")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post("/v1/appeals/cases/1/settle", """{"outcome":"upheld","reason":"x"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post("/v1/appeals/cases/1/reopen", """{"reason":"x"}""")).StatusCode);
        Assert.Equal("open", Text(await Get(server, "/v1/appeals/" + id), "state"));
        var settled = await north.PostAsJsonAsync("/v1/appeals/cases/1/settle", new { outcome = "overturned", reason = "ours", learn = true }, Ct);
        Assert.Equal(HttpStatusCode.OK, settled.StatusCode);
        Assert.Empty((await Get(server, "/v1/lists")).GetProperty("items").EnumerateArray());
        Assert.Single((await north.GetFromJsonAsync<JsonElement>("/v1/lists", Ct)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Anyone_objects_so_often_an_hour_viewers_look_without_contacts_and_only_analysts_settle()
    {
        await using var server = await ServerUnderTest.StartWithStore(change: options => options with { Appeals = new() { PerHour = 2 } }, kind: kind);
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.Created, (await server.Anonymous.PostAsJsonAsync("/v1/appeals", new { subject = $"http://bad{i}.example/", reason = "x", contact = "anna@example.com" }, Ct)).StatusCode);
        var third = await server.Anonymous.PostAsJsonAsync("/v1/appeals", new { subject = "http://bad3.example/", reason = "x" }, Ct);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.True(third.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        using var viewer = server.ClientOf("viewer");
        Assert.DoesNotContain("anna@", await viewer.GetStringAsync("/v1/appeals/cases/1", Ct));
        Assert.Contains("anna@", await server.Client.GetStringAsync("/v1/appeals/cases/1", Ct));
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsJsonAsync("/v1/appeals/cases/1/settle", new { outcome = "upheld", reason = "x" }, Ct)).StatusCode);
        Assert.False((await server.Anonymous.GetAsync("/v1/appeals", Ct)).IsSuccessStatusCode);
    }

    [Fact]
    public void The_settlement_of_a_tenant_changes_its_lists_and_teaches_nobody()
    {
        using var directory = new TempDirectory();
        using var store = Weir.Storage.WeirStore.Open(directory.Path, new FakeTime());
        store.Appeals.File(new AppealCase { Tenant = "north", Canonical = "bad.example/", Subject = "http://bad.example/", Registrable = "bad.example", Deadline = store.Time.GetUtcNow() }, new Objection { Id = "x", Reason = "x", FiledBy = "nina" });
        var settling = new AppealSettling(Weir.Detection.Reference.ReferenceLists.Embedded, 90);
        Assert.NotNull(settling.Settle(store, "north", "nina", 1, new SettleDraft(true, null, "ours", null, null, true)).Case);
        Assert.Empty(store.Lists.All());
        Assert.Single(store.Lists.All("north"));
        Assert.Empty(store.Gold.All());
        Assert.Equal(0, store.Samples.CountLabels().Samples);
    }

    [Theory]
    [InlineData("""{"subject":"http://bad.example/","reason":" "}""", 400, "Say in a sentence")]
    [InlineData("""{"reason":"x"}""", 400, "Name the address")]
    [InlineData("""{"subject":"mailto:a@b.example","reason":"x"}""", 400, "cannot be read as a web address")]
    [InlineData("""{"subject":"http://bad.example/","reason":"x","wanted":"perhaps","password":"y"}""", 400, "benign, phishing")]
    [InlineData("""{"subject":"http://good.example/","reason":"x","wanted":"benign"}""", 409, "called benign already")]
    [InlineData("""[1]""", 400, "JSON object")]
    [InlineData("""{""", 400, "not valid JSON")]
    public async Task What_cannot_be_taken_is_told(string body, int status, string words)
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        var answer = await server.Post("/v1/appeals", body);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, Text(await server.Json(answer), "detail"));
    }

    [Fact]
    public async Task Hostile_subjects_are_filed_or_refused_with_a_sentence()
    {
        await using var server = await ServerUnderTest.StartWithStore(kind: kind);
        foreach (var text in HostileText.Some(120, 31).Append("http://bad.example/" + new string('a', 100_000)))
        {
            var answer = await server.Client.PostAsJsonAsync("/v1/appeals", new { subject = text, reason = text, contact = text.Length > 200 ? text[..200] : text }, Ct);
            Assert.True((int)answer.StatusCode is 201 or 400 or 409, $"{(int)answer.StatusCode} for {text[..Math.Min(60, text.Length)]}");
            var said = await server.Json(answer);
            if (answer.IsSuccessStatusCode) Assert.DoesNotContain("http://", Text(said, "subject"));
            else Assert.NotEmpty(Text(said, "detail"));
        }
    }

    [Fact]
    public void One_address_files_so_many_an_hour_and_no_more()
    {
        var time = new FakeTime();
        var limiter = new AppealLimiter(new Weir.Server.ServerOptions { DataDirectory = "x", Appeals = new() { PerHour = 2 } }, time);
        var (one, near, other) = (IPAddress.Parse("2001:db8::1"), IPAddress.Parse("2001:db8::ffff"), IPAddress.Parse("192.0.2.1"));
        Assert.Null(limiter.Refuses(one));
        Assert.Null(limiter.Refuses(near));
        Assert.Equal(TimeSpan.FromHours(1), limiter.Refuses(one));
        Assert.Null(limiter.Refuses(other));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(limiter.Refuses(one));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static async Task<JsonElement> Get(ServerUnderTest server, string path) => await server.Client.GetFromJsonAsync<JsonElement>(path, Ct);

    private static async Task<(HttpResponseMessage Answer, JsonElement Status)> File(ServerUnderTest server, string subject, string? contact = null)
    {
        var answer = await server.Client.PostAsJsonAsync("/v1/appeals", new { subject, reason = "It is ours.", contact }, Ct);
        return (answer, await server.Json(answer));
    }
}
