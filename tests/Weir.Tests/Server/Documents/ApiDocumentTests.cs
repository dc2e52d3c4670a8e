using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Weir.Server.Documents;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Server.Documents;

public sealed partial class ApiDocumentTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    // Where programs ask; pages and their files have no place in the document.
    private static readonly string[] OfPrograms = ["/v1/", "/v4/", "/v5/", "/taxii2", "/misp/", "/healthz", "/readyz", "/metrics", "/train", "/predict", "/checkv2"];

    // Collectors of the same version speak it among themselves.
    private static readonly string[] BetweenOurselves = ["/v1/collectors/{name}/observations"];

    [Fact]
    public async Task Every_route_for_programs_is_in_the_document()
    {
        await using var server = await ServerUnderTest.Start();
        var paths = (await Document(server)).GetProperty("paths");
        var missing = from endpoint in server.Part<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                      let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
                      where OfPrograms.Any(start => pattern.StartsWith(start, StringComparison.Ordinal)) && !BetweenOurselves.Contains(pattern)
                      from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
                      let path = Constraint().Replace(pattern, "{$1}")
                      where !paths.TryGetProperty(path.Length > 1 ? path.TrimEnd('/') : path, out var item) && !paths.TryGetProperty(path, out item) || !item.TryGetProperty(method.ToLowerInvariant(), out _)
                      select $"{method} {path}";
        Assert.Equal("", string.Join('\n', missing));
    }

    [Fact]
    public async Task Every_operation_is_told_in_full()
    {
        await using var server = await ServerUnderTest.Start();
        var document = await Document(server);
        var faults = Operations(document).SelectMany(one => OperationFaults.Of(one.Name, one.Operation)).ToList();
        var tags = document.GetProperty("tags").EnumerateArray().ToDictionary(tag => tag.GetProperty("name").GetString()!, tag => tag.TryGetProperty("description", out _));
        faults.AddRange(tags.Where(tag => !tag.Value).Select(tag => $"The tag {tag.Key} has no description: see ApiTags."));
        var ids = Operations(document).Select(one => one.Operation.GetProperty("operationId").GetString()!).ToList();
        faults.AddRange(ids.GroupBy(id => id).Where(group => group.Count() > 1).Select(group => $"Two operations are named {group.Key}."));
        faults.AddRange(ApiExamples.Operations.Concat(ParameterWords.Operations).Except(ids).Select(id => $"No operation is named {id}, but examples.json or ParameterWords know it."));
        Assert.Equal("", string.Join('\n', faults));
    }

    [Fact]
    public async Task Every_way_to_say_who_asks_is_described()
    {
        await using var server = await ServerUnderTest.Start();
        var document = await Document(server);
        var schemes = document.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal(["apiKey", "basic", "bearer", "queryKey", "session"], schemes.EnumerateObject().Select(scheme => scheme.Name).Order(StringComparer.Ordinal));
        Assert.All(schemes.EnumerateObject(), scheme => Assert.NotEmpty(scheme.Value.GetProperty("description").GetString()!));
        var lists = document.GetProperty("paths").GetProperty("/v1/lists").GetProperty("get").GetProperty("security");
        Assert.Equal(["bearer", "apiKey", "session"], lists.EnumerateArray().Select(one => one.EnumerateObject().Single().Name));
    }

    [Fact]
    public async Task Keys_for_repetition_tags_and_limits_stand_beside_the_operations()
    {
        await using var server = await ServerUnderTest.Start();
        var paths = (await Document(server)).GetProperty("paths");
        var add = paths.GetProperty("/v1/lists").GetProperty("post");
        Assert.Contains(add.GetProperty("parameters").EnumerateArray(), one => one.GetProperty("name").GetString() == "Idempotency-Key");
        Assert.True(add.GetProperty("responses").GetProperty("201").GetProperty("headers").TryGetProperty("Location", out _));
        Assert.True(add.GetProperty("responses").TryGetProperty("422", out _));
        var limited = add.GetProperty("responses").GetProperty("429").GetProperty("headers");
        Assert.Equal(["Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"], limited.EnumerateObject().Select(header => header.Name).Order(StringComparer.Ordinal));
        var entry = paths.GetProperty("/v1/lists/{id}").GetProperty("get").GetProperty("responses");
        Assert.True(entry.GetProperty("200").GetProperty("headers").TryGetProperty("ETag", out _));
        Assert.True(entry.TryGetProperty("304", out _));
        var request = (await Document(server)).GetProperty("components").GetProperty("schemas").GetProperty("ListRequest");
        Assert.False(request.TryGetProperty("required", out _));
    }

    [Fact]
    public async Task A_published_validator_finds_it_valid_and_the_examples_fit_their_schemas()
    {
        await using var server = await ServerUnderTest.Start();
        using var directory = new TempDirectory();
        var file = Path.Combine(directory.Path, "api.json");
        await File.WriteAllTextAsync(file, await server.Client.GetStringAsync("/openapi/v1.json", Ct), Ct);
        var run = await ProcessRun.Of("node", [Path.Combine(Repository.Root, "tests", "npm", "api-document.mjs"), file]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    private static async Task<JsonElement> Document(ServerUnderTest server) => await server.Json(await server.Client.GetAsync("/openapi/v1.json", Ct));

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex Constraint();
}
