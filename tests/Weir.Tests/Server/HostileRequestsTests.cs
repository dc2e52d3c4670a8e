using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Weir.Detection.Lists;
using Weir.Server.Security;
using Weir.Storage;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server;

/// <summary>Goes to every endpoint and page with odd values in each place that is read: none may fail the server.</summary>
public abstract partial class HostileRequestsTests(StoreKind kind)
{
    private static readonly string[] InQueries =
    [
        "", " ", "-9", "7", "+2", "0", "1.5", "NaN", "-Infinity", "1e400", "99999999999999999999", "9223372036854775807", "2147483648", "true,false", "top,full", "hosts,urls", "none,top",
        "\0", "a\0b", "\uFFFD", "\u202Eevil", "%", "%_!", "'\"<>&", "../../etc/passwd", "0001-01-01", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00+14:00", "24:00:00", "100000000d", "http://[::1", "xn--a", "[]", "{}",
        new('a', 3000), new('9', 400),
    ];

    private static readonly string[] InBodies =
    [
        "null", "-9", "7", "1.5", "1e400", "99999999999999999999", "true", "\"\"", "\" \"", "\"-9\"", "\"7\"", "\"+2\"", "\"a,b\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\u202Eevil\"", "\"%\"", "\"'\\\"<>\"",
        "\"9999-12-31T23:59:59+14:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"100000000d\"", "\"http://[::1\"", "[]", "[null]", "[[]]", "[{}]", "{}", "{\"\":1}", "{\"a\":{\"\\ud800\":1}}", "\"" + new string('a', 3000) + "\"",
    ];

    private readonly Dictionary<int, int> _answers = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_query_fails_the_server()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        var faults = new List<string>();
        foreach (var (path, operation) in await Operations(server, "get"))
            foreach (var name in Parameters(operation))
                foreach (var value in InQueries)
                    await Look(server, HttpMethod.Get, $"{path}?{name}={Escaped(value)}", null, faults);
        Told(faults);
    }

    [Fact]
    public async Task No_query_fails_a_page()
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        var (faults, names) = (new List<string>(), Names());
        Assert.Superset(new HashSet<string> { "cursor", "since", "kind", "subject" }, names.ToHashSet());
        foreach (var page in server.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null).Select(endpoint => endpoint.RoutePattern.RawText!).Distinct())
            foreach (var value in InQueries)
            {
                await Look(server, HttpMethod.Get, $"{Filled(page)}?{string.Join('&', names.Select(name => $"{name}={Escaped(value.Length > 100 ? value[..100] : value)}"))}", null, faults);
                if (page.Contains('{') && value.Length > 0 && !value.Contains('\0')) await Look(server, HttpMethod.Get, Placeholder().Replace(page, Escaped(value).Replace(".", "%2E")), null, faults);
            }

        Told(faults);
    }

    [Theory]
    [InlineData("post")]
    [InlineData("patch")]
    public async Task No_body_fails_the_server(string method)
    {
        await using var server = await ServerUnderTest.Start(kind: kind);
        Fill(server.Store);
        var faults = new List<string>();
        foreach (var (path, operation) in await Operations(server, method))
        {
            if (Example(operation) is not { } example) continue;
            foreach (var value in InBodies) await Look(server, new HttpMethod(method), path, value, faults);
            if (example is not JsonObject members) continue;
            foreach (var name in members.Select(member => member.Key).ToList())
                foreach (var value in InBodies)
                    await Look(server, new HttpMethod(method), path, With(members, name, value), faults);
        }

        Told(faults);
    }

    // What paths with a number or a name lead to.
    private static void Fill(WeirStore store)
    {
        store.Tenants.Add("x", null, "test");
        Assert.Null(Accounts.Add(store, "x", "viewer", "x", BrowserLike.Password, "test"));
        store.Lists.Add(new ListEntry(ListKind.Block, ListScope.Host, "bad.example", "why", null), "test");
        store.Feeds.Configure("x", 0.5);
    }

    private void Told(List<string> faults)
    {
        Assert.Equal("", string.Join('\n', faults.Take(40)));
        // Limits would hide what lies behind them.
        Assert.DoesNotContain(429, _answers.Keys);
        Assert.InRange(_answers.Values.Sum(), 200, int.MaxValue);
        Assert.True(_answers.GetValueOrDefault(200) + _answers.GetValueOrDefault(400) > 100, string.Join(' ', _answers));
    }

    private async Task Look(ServerUnderTest server, HttpMethod method, string address, string? body, List<string> faults)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        _answers[(int)answer.StatusCode] = _answers.GetValueOrDefault((int)answer.StatusCode) + 1;
        if ((int)answer.StatusCode >= 500) faults.Add($"{(int)answer.StatusCode} {method} {(address.Length > 200 ? address[..200] : address)} {(body?.Length > 200 ? body[..200] : body)}");
    }

    private static async Task<IReadOnlyList<(string Path, JsonElement Operation)>> Operations(ServerUnderTest server, string method)
    {
        var document = await server.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct);
        return [.. document.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty(method, out _))
            .Select(path => (Filled(path.Name), path.Value.GetProperty(method)))];
    }

    private static IEnumerable<string> Parameters(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Where(parameter => parameter.TryGetProperty("in", out var place) && place.GetString() == "query").Select(parameter => parameter.GetProperty("name").GetString()!)
        : [];

    private static JsonNode? Example(JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out var body) || !body.GetProperty("content").TryGetProperty("application/json", out var json)) return null;
        return json.TryGetProperty("example", out var example) ? JsonNode.Parse(example.GetRawText())
            : json.TryGetProperty("examples", out var examples) ? JsonNode.Parse(examples.EnumerateObject().First().Value.GetProperty("value").GetRawText()) : null;
    }

    private static string With(JsonObject members, string name, string value) =>
        "{" + string.Join(',', members.Select(member => $"{JsonSerializer.Serialize(member.Key)}:{(member.Key == name ? value : member.Value?.ToJsonString() ?? "null")}")) + "}";

    // Every word that stands where a query is read.
    private static List<string> Names() => [.. Repository.Product.Where(file => file.IsUnder("src/Weir.Server")).SelectMany(file => file.Text.Split('\n'))
        .Where(line => line.Contains("query", StringComparison.OrdinalIgnoreCase)).SelectMany(line => Word().Matches(line)).Select(match => match.Groups[1].Value)
        .Concat(["cursor", "since", "until", "kind", "subject", "state", "tab", "days", "a", "b", "model", "version", "version2"]).Distinct().Order(StringComparer.Ordinal)];

    private static string Filled(string path) => "/" + Placeholder().Replace(path, match => match.Value is "{id}" or "{Id}" || match.Value.Contains(":long", StringComparison.Ordinal) ? "1" : "x").TrimStart('/');

    private static string Escaped(string value) => Uri.EscapeDataString(value);

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("\"([A-Za-z]{1,20})\"")]
    private static partial Regex Word();
}

public sealed class HostileRequestsOnSqlite() : HostileRequestsTests(StoreKind.Sqlite);

public sealed class HostileRequestsOnPostgres() : HostileRequestsTests(StoreKind.Postgres);
