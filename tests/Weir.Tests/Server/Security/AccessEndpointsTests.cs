using System.Net.Http.Json;
using System.Text.Json;
using Weir.Server.Security;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Security;

/// <summary>/v1/keys, /v1/accounts, /v1/tenants and /v1/settings.</summary>
public abstract class AccessEndpointsTests(StoreKind kind)
{
    private const string Password = BrowserLike.Password;

    [Fact]
    public async Task A_key_is_shown_once_works_and_is_revoked()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        var made = await Send(server.Client, HttpMethod.Post, "/v1/keys", """{"name":"mail-gateway","role":"check","expires":"30d","subjectsADay":1000}""", 201);
        var (id, key) = (made.GetProperty("id").GetInt64(), made.GetProperty("key").GetString()!);
        using var client = server.ClientWith(key);
        Assert.Equal(200, await Status(client, HttpMethod.Post, "/v1/check", """{"subject":"http://a.example/"}"""));
        var shown = await Send(server.Client, HttpMethod.Get, $"/v1/keys/{id}", null, 200);
        Assert.DoesNotContain(key, shown.GetRawText());
        Assert.DoesNotContain(key, (await Send(server.Client, HttpMethod.Get, "/v1/keys", null, 200)).GetRawText());
        Assert.Equal(409, await Status(server.Client, HttpMethod.Post, "/v1/keys", """{"name":"mail-gateway"}"""));
        Assert.Equal(204, await Status(server.Client, HttpMethod.Delete, $"/v1/keys/{id}", null));
        Assert.Equal(401, await Status(client, HttpMethod.Post, "/v1/check", """{"subject":"http://a.example/"}"""));
        Assert.Equal(404, await Status(server.Client, HttpMethod.Delete, $"/v1/keys/{id}", null));
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone_are_one_name()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        await Send(server.Client, HttpMethod.Post, "/v1/tenants", """{"name":"Acme"}""", 201);
        var tenant = await Send(server.Client, HttpMethod.Post, "/v1/tenants", """{"name":"aCME"}""", 409);
        Assert.Equal("There is a tenant 'Acme' already; names that differ only in upper and lower case count as one.", tenant.GetProperty("detail").GetString());
        await Send(server.Client, HttpMethod.Post, "/v1/tenants", """{"name":"MAIN"}""", 409);
        var key = (await Send(server.Client, HttpMethod.Post, "/v1/keys", """{"name":"gate"}""", 201)).GetProperty("id").GetInt64();
        Assert.Contains("upper and lower case count as one", (await Send(server.Client, HttpMethod.Post, "/v1/keys", """{"name":"Gate"}""", 409)).GetProperty("detail").GetString());
        await Send(server.Client, HttpMethod.Post, "/v1/keys", """{"name":"Gate","tenant":"Acme"}""", 201);
        Assert.Equal(204, await Status(server.Client, HttpMethod.Delete, $"/v1/keys/{key}", null));
        await Send(server.Client, HttpMethod.Post, "/v1/keys", """{"name":"Gate"}""", 201);
        await Send(server.Client, HttpMethod.Post, "/v1/accounts", JsonSerializer.Serialize(new { name = "Anna", password = Password }), 201);
        await Send(server.Client, HttpMethod.Post, "/v1/accounts", JsonSerializer.Serialize(new { name = "anna", password = Password }), 409);
    }

    [Fact]
    public async Task A_key_asked_for_twice_is_shown_once_and_the_second_answer_says_so()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        var answers = new List<JsonElement>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/keys") { Content = JsonContent.Create(new { name = "once" }), Headers = { { "Idempotency-Key", "one" } } };
            answers.Add(await server.Json(await server.Client.SendAsync(request, TestContext.Current.CancellationToken)));
        }

        Assert.Equal(answers[0].GetProperty("id").GetInt64(), answers[1].GetProperty("id").GetInt64());
        Assert.Equal("once", answers[1].GetProperty("record").GetProperty("name").GetString());
        Assert.Contains("shown once only", answers[1].GetProperty("note").GetString());
        Assert.False(answers[1].TryGetProperty("key", out _));
    }

    [Fact]
    public async Task All_faults_are_told_at_once_and_hostile_names_are_faults()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        var answer = await Send(server.Client, HttpMethod.Post, "/v1/keys", """{"name":"<script>","role":"god","tenant":"nobody","expires":"yesterday","requestsASecond":0,"x":1}""", 400);
        Assert.Equal(["expires", "name", "requestsASecond", "role", "tenant", "x"], answer.GetProperty("errors").EnumerateArray().Select(fault => fault.GetProperty("field").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(400, await Status(server.Client, HttpMethod.Post, "/v1/keys", JsonSerializer.Serialize(new { name = new string('n', 100_000) })));
        Assert.Equal(400, await Status(server.Client, HttpMethod.Post, "/v1/accounts", JsonSerializer.Serialize(new { name = "a\u202Eb", password = Password })));
    }

    [Fact]
    public async Task An_admin_of_a_tenant_reaches_only_what_is_of_it()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        using var acme = server.ClientOf("admin", "acme");
        Assert.Null(Accounts.Add(server.Store, "anna", "admin", "main", Password, "test"));
        Assert.Equal(404, await Status(acme, HttpMethod.Get, "/v1/accounts/1", null));
        Assert.Equal(404, await Status(acme, HttpMethod.Patch, "/v1/accounts/1", """{"disabled":true}"""));
        Assert.Equal(404, await Status(acme, HttpMethod.Get, "/v1/keys/1", null));
        Assert.Equal(404, await Status(acme, HttpMethod.Delete, "/v1/keys/1", null));
        Assert.Equal(403, await Status(acme, HttpMethod.Post, "/v1/keys", """{"name":"x","tenant":"main"}"""));
        Assert.Equal(403, await Status(acme, HttpMethod.Post, "/v1/keys", """{"name":"x","tenant":"no-such"}"""));
        Assert.Equal(403, await Status(acme, HttpMethod.Post, "/v1/accounts", $$"""{"name":"x","password":"{{Password}}","tenant":"main"}"""));
        Assert.Equal(403, await Status(acme, HttpMethod.Get, "/v1/tenants", null));
        Assert.Equal(403, await Status(acme, HttpMethod.Get, "/v1/settings", null));
        await Send(acme, HttpMethod.Post, "/v1/accounts", $$"""{"name":"carl","password":"{{Password}}","role":"analyst"}""", 201);
        Assert.Equal("acme", server.Store.Accounts.Find("carl")!.Tenant);
        Assert.Single((await Send(acme, HttpMethod.Get, "/v1/accounts", null, 200)).GetProperty("items").EnumerateArray());
        Assert.Equal(2, (await Send(server.Client, HttpMethod.Get, "/v1/accounts", null, 200)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task The_last_admin_stays_and_no_answer_holds_a_hash()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        Assert.Null(Accounts.Add(server.Store, "anna", "admin", "main", Password, "test"));
        Assert.Equal(409, await Status(server.Client, HttpMethod.Patch, "/v1/accounts/1", """{"disabled":true}"""));
        Assert.Equal(409, await Status(server.Client, HttpMethod.Patch, "/v1/accounts/1", """{"role":"viewer"}"""));
        var shown = (await Send(server.Client, HttpMethod.Get, "/v1/accounts/1", null, 200)).GetRawText();
        Assert.DoesNotContain("pbkdf2", shown);
        Assert.Null(Accounts.Add(server.Store, "bert", "admin", "main", Password, "test"));
        Assert.Equal(200, await Status(server.Client, HttpMethod.Patch, "/v1/accounts/1", """{"role":"viewer"}"""));
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_once()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        using var browser = await BrowserLike.Of(server, "analyst");
        await browser.Open("/lists");
        Assert.Equal("/lists", browser.At);
        Assert.Equal(200, await Status(server.Client, HttpMethod.Patch, "/v1/accounts/1", """{"disabled":true}"""));
        await browser.Open("/lists");
        Assert.StartsWith("/login", browser.At, StringComparison.Ordinal);
        Assert.Contains("is wrong", await browser.Send("/login", "login", ("name", server.Store.Accounts.Find(1, null)!.Name), ("password", Password)));
    }

    [Fact]
    public async Task Tenants_are_added_bounded_and_disabled_and_main_is_not()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        await Send(server.Client, HttpMethod.Post, "/v1/tenants", """{"name":"acme","subjectsADay":5}""", 201);
        Assert.Equal(409, await Status(server.Client, HttpMethod.Post, "/v1/tenants", """{"name":"acme"}"""));
        using var client = server.ClientOf("viewer", "acme");
        Assert.Equal(200, await Status(server.Client, HttpMethod.Patch, "/v1/tenants/acme", """{"disabled":true}"""));
        Assert.Equal(401, await Status(client, HttpMethod.Get, "/v1/lists", null));
        Assert.Equal(409, await Status(server.Client, HttpMethod.Patch, "/v1/tenants/main", """{"disabled":true}"""));
        Assert.Equal(404, await Status(server.Client, HttpMethod.Get, "/v1/tenants/none", null));
    }

    [Fact]
    public async Task Settings_are_shown_with_their_source_and_without_secrets()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        var directory = server.Store.DataDirectory;
        await File.WriteAllTextAsync(Path.Combine(directory, "weir.json"), """{"Server":{"MaxItems":"77"},"Feeds":{"x":{"Key":"inner-secret-1"}},"Mlflow":{"Uri":"http://user:inner-secret-2@mlflow.example/"}}""", TestContext.Current.CancellationToken);
        SecretFile.Set(directory, "SMTP_SERVER", "inner-secret-3");
        var api = (await Send(server.Client, HttpMethod.Get, "/v1/settings", null, 200)).GetRawText();
        var page = await server.Client.GetStringAsync("/settings", TestContext.Current.CancellationToken);
        Assert.Contains("Server:MaxItems", page);
        foreach (var text in (string[])[api, page])
        {
            Assert.Contains("77", text);
            Assert.Contains("weir secrets", text);
            Assert.DoesNotContain("inner-secret", text);
        }
    }

    private static async Task<JsonElement> Send(HttpClient client, HttpMethod method, string path, string? body, int expected)
    {
        using var answer = await Ask(client, method, path, body);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == expected, $"{(int)answer.StatusCode}: {json}");
        return json;
    }

    private static async Task<int> Status(HttpClient client, HttpMethod method, string path, string? body)
    {
        using var answer = await Ask(client, method, path, body);
        return (int)answer.StatusCode;
    }

    private static Task<HttpResponseMessage> Ask(HttpClient client, HttpMethod method, string path, string? body) => client.SendAsync(
        new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, null, "application/json") }, TestContext.Current.CancellationToken);
}

public sealed class AccessEndpointsOnSqlite() : AccessEndpointsTests(StoreKind.Sqlite);

public sealed class AccessEndpointsOnPostgres() : AccessEndpointsTests(StoreKind.Postgres);
